import NNCommand

/// The examples of a stream as a loop takes them; it ends where reading fails, and `error` tells.
final class StreamedExamples: Sequence, IteratorProtocol {
    private let stream: DatasetStream
    private var reader: ExampleStreamReader
    private var count = 0
    /// What reading failed with.
    private(set) var error: (any Error)?

    init(_ stream: DatasetStream, _ reader: ExampleStreamReader) {
        self.stream = stream
        self.reader = reader
    }

    func next() -> (number: Int, example: Example)? {
        do {
            guard let example = try stream.reporting({ try reader.next() }) else { return nil }
            defer { count += 1 }
            return (count, example)
        } catch {
            self.error = error
            return nil
        }
    }
}
