internal import NNCZip

/// Makes a zip archive in memory, by libzip: the same members give the same bytes, wherever and whenever.
///
/// What this writes, `ZipReader` reads.
struct ZipWriter: ~Copyable {
    private let archive: OpaquePointer
    private let target: OpaquePointer
    private var isOpen = true
    /// What libzip reads when the archive is closed.
    private var contents: [UnsafeMutableRawBufferPointer] = []
    /// Where the header before the next member will stand, as long as all are stored.
    private var offset = 0

    /// libzip's own words for what failed: that memory ran out, since nothing here touches a file.
    struct Failure: Error {
        let message: String
    }

    init() throws(Failure) {
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        guard let target = zip_source_buffer_create(nil, 0, 0, &error) else { throw Self.failure(&error) }
        guard let archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error) else {
            zip_source_free(target)
            throw Self.failure(&error)
        }
        // The archive owns the source; one more reference, so that it can be read when the archive is closed.
        zip_source_keep(target)
        self.archive = archive
        self.target = target
    }

    deinit {
        if isOpen { zip_discard(archive) }
        for content in contents { content.deallocate() }
        zip_source_free(target)
    }

    /// Adds a member.
    ///
    /// - Parameters:
    ///   - level: of deflate, 1 to 9; nil to store it.
    ///   - alignment: what the place of the content in the file is a multiple of, in an archive of stored members alone.
    mutating func add(
        _ name: String, _ pieces: [[UInt8]], level: UInt32? = nil, alignment: Int = 1
    ) throws(Failure) {
        let content = UnsafeMutableRawBufferPointer.allocate(
            byteCount: pieces.reduce(0) { $0 + $1.count }, alignment: 1)
        contents.append(content)
        var filled = 0
        for piece in pieces {
            UnsafeMutableRawBufferPointer(rebasing: content[filled...]).copyBytes(from: piece)
            filled += piece.count
        }
        guard let source = zip_source_buffer(archive, content.baseAddress, UInt64(content.count), 0) else {
            throw failure
        }
        let index = zip_file_add(archive, name, source, UInt32(ZIP_FL_ENC_UTF_8))
        guard index >= 0 else {
            zip_source_free(source)
            throw failure
        }
        let method = level == nil ? ZIP_CM_STORE : ZIP_CM_DEFLATE
        guard zip_set_file_compression(archive, UInt64(index), method, level ?? 0) == 0,
            // 1980-01-01, the first day that zip knows. Any other would make the bytes depend on when they were made.
            zip_file_set_dostime(archive, UInt64(index), 0, 0x21, 0) == 0
        else { throw failure }
        offset += 30 + name.utf8.count
        if alignment > 1 { try pad(UInt64(index), to: alignment) }
        offset += content.count
    }

    /// Fills up the header before a member by an extra field, as PyTorch does, under the same name ("FB").
    private mutating func pad(_ index: UInt64, to alignment: Int) throws(Failure) {
        let filling = [UInt8](repeating: 0, count: (alignment - (offset + 4) % alignment) % alignment)
        let result = zip_file_extra_field_set(
            archive, index, 0x4246, UInt16(ZIP_EXTRA_FIELD_NEW), filling, UInt16(filling.count), UInt32(ZIP_FL_LOCAL))
        guard result == 0 else { throw failure }
        offset += 4 + filling.count
    }

    /// The archive.
    consuming func finish() throws(Failure) -> [UInt8] {
        guard zip_close(archive) == 0 else { throw failure }
        isOpen = false
        var status = zip_stat_t()
        guard zip_source_stat(target, &status) == 0, zip_source_open(target) == 0 else { throw sourceFailure }
        defer { zip_source_close(target) }
        var filled = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.size)) { buffer, initialized in
            while filled < buffer.count {
                let count = zip_source_read(
                    target, buffer.baseAddress.map { $0 + filled }, UInt64(buffer.count - filled))
                guard count > 0 else { break }
                filled += Int(count)
            }
            initialized = filled
        }
        guard filled == Int(status.size) else { throw sourceFailure }
        return bytes
    }

    private var failure: Failure { Failure(message: String(cString: zip_strerror(archive))) }
    private var sourceFailure: Failure {
        Failure(message: String(cString: zip_error_strerror(zip_source_error(target))))
    }

    private static func failure(_ error: inout zip_error_t) -> Failure {
        Failure(message: String(cString: zip_error_strerror(&error)))
    }
}
