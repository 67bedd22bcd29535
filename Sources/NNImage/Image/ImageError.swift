import NNFile

/// A file that yields no picture, or not all of it.
public struct ImageError: Failure, Equatable {
    /// What is wrong with a file.
    public enum Problem: Error, Equatable {
        /// The file has no bytes.
        case empty
        /// The file begins like nothing that can be decoded: its first bytes, 8 at most.
        case unrecognised(firstBytes: [UInt8])
        /// The picture goes on where the file ends, after `length` bytes; with the decoder's words.
        case truncated(ImageFormat, length: Int, message: String)
        /// The file breaks the rules of its format, or uses what the decoder doesn't know; with the decoder's words.
        case damaged(ImageFormat, message: String)
        /// The file claims more pixels than `limit` allows.
        case tooLarge(ImageFormat, height: Int, width: Int, limit: Int)
        /// The file claims a side longer than `limit` allows.
        case tooLong(ImageFormat, height: Int, width: Int, limit: Int)
        /// The decoder or encoder got no memory to begin with.
        case noMemory(ImageFormat)
    }

    /// The file.
    public let path: String
    /// What is wrong with it.
    public let problem: Problem

    /// A picture that can't be had is the file's fault, but for a lack of memory.
    public var reason: FailureReason {
        if case .noMemory = problem { .inputOutput } else { .malformedInput }
    }

    /// One line: the file, what was expected and what was found.
    public var description: String {
        switch problem {
        case .empty:
            "\(path): expected \(ImageFormat.anyOfThem), found no bytes"
        case .unrecognised(let bytes):
            "\(path): expected \(ImageFormat.anyOfThem), found one that begins with \(hexadecimal(bytes))"
        case .truncated(let format, let length, let message):
            "\(path): \(format): truncated: the image goes on beyond the file's \(length) bytes (\(message))"
        case .damaged(let format, let message):
            "\(path): \(format): damaged or not supported: \(message)"
        case .tooLarge(let format, let height, let width, let limit):
            "\(path): \(format): expected at most \(limit) pixels, found \(height)x\(width)"
        case .tooLong(let format, let height, let width, let limit):
            "\(path): \(format): expected sides of at most \(limit) pixels, found \(height)x\(width)"
        case .noMemory(let format):
            "\(path): \(format): out of memory"
        }
    }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(separator: " ")
}
