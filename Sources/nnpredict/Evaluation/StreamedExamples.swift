import NNCommand

/// The examples of a stream as a loop takes them; it ends where reading fails, and `error` tells.
final class StreamedExamples: Sequence, IteratorProtocol {
    private let stream: DatasetStream
    private var reader: ExampleStreamReader
    private var count = 0
    private var isAtEnd = false
    /// What reading failed with.
    private(set) var error: (any Error)?

    init(_ stream: DatasetStream, _ reader: ExampleStreamReader) {
        self.stream = stream
        self.reader = reader
    }

    func next() -> (number: Int, example: Example)? {
        guard !isAtEnd else { return nil }
        do {
            if let example = try stream.reporting({ try reader.next() }) {
                defer { count += 1 }
                return (count, example)
            }
        } catch {
            self.error = error
        }
        isAtEnd = true
        return nil
    }
}
