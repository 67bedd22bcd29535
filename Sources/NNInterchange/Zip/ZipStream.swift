internal import NNCZip
import NNFile

/// A member of an archive that is being read from its beginning to its end.
struct ZipStream: ~Copyable {
    private let stream: OpaquePointer
    private let file: String
    private let name: String
    /// Bytes that the directory promises and that have not been read.
    private(set) var remaining: Int

    /// - Parameter stream: what libzip opened for the member; closed when this goes out of scope.
    init(_ stream: OpaquePointer, file: String, member: ZipReader.Member) {
        self.stream = stream
        self.file = file
        name = member.name
        remaining = member.size
    }

    deinit { zip_fclose(stream) }

    /// Fills `buffer`.
    ///
    /// - Throws: `InterchangeError` where the member ends before, or is damaged.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(InterchangeError) {
        guard buffer.count <= remaining else {
            throw InterchangeError(
                file, name, .unexpected(expected: "\(buffer.count) more bytes", found: "\(remaining)"))
        }
        var filled = 0
        while filled < buffer.count {
            let count = zip_fread(stream, buffer.baseAddress.map { $0 + filled }, UInt64(buffer.count - filled))
            guard count > 0 else { throw damaged(count == 0 ? "it ends early" : nil) }
            filled += Int(count)
        }
        remaining -= filled
    }

    /// The next `count` bytes.
    mutating func read(_ count: Int) throws(InterchangeError) -> [UInt8] {
        guard count <= remaining else {
            throw InterchangeError(file, name, .unexpected(expected: "\(count) more bytes", found: "\(remaining)"))
        }
        var bytes = [UInt8](repeating: 0, count: count)
        var failure: InterchangeError?
        bytes.withUnsafeMutableBytes { buffer in
            do throws(InterchangeError) { try read(into: buffer) } catch { failure = error }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Passes over the next `count` bytes.
    mutating func skip(_ count: Int) throws(InterchangeError) {
        guard count > 0 else { return }
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: min(count, 1 << 16), alignment: 16)
        defer { scratch.deallocate() }
        var left = count
        while left > 0 {
            let piece = UnsafeMutableRawBufferPointer(rebasing: scratch[..<min(left, scratch.count)])
            try read(into: piece)
            left -= piece.count
        }
    }

    /// Makes sure that the member ends here, and that its checksum is right, which libzip looks at on the end alone.
    ///
    /// - Precondition: everything that the directory promises has been read.
    mutating func finish() throws(InterchangeError) {
        var byte: UInt8 = 0
        switch zip_fread(stream, &byte, 1) {
        case 0: return
        case 1: throw damaged("it goes on beyond the size that the archive's directory gives")
        default: throw damaged(nil)
        }
    }

    private func damaged(_ reason: String?) -> InterchangeError {
        let message = reason ?? String(cString: zip_file_strerror(stream))
        return InterchangeError(file, name, .library(doing: "the member is damaged", message: message))
    }
}
