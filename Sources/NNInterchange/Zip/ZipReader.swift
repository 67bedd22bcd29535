internal import NNCZip
import NNFile

/// A zip archive in memory, read by libzip, the one door to it; nothing is ever extracted to a path.
struct ZipReader: ~Copyable {
    private let archive: OpaquePointer
    let file: String
    /// The members in the order of the archive's directory, each name once.
    let members: [Member]

    /// What the archive's directory says of a member; checked, but for the size, which only reading proves.
    struct Member {
        let name: String
        /// Bytes once decompressed.
        let size: Int
        fileprivate let index: UInt64
    }

    /// Opens an archive and checks its directory.
    ///
    /// - Parameters:
    ///   - bytes: the whole file, which must outlive the reader.
    ///   - folders: whether members may stand in folders, as in `archive/data/0`.
    /// - Throws: `InterchangeError` where it is damaged, or has a member that isn't to be trusted.
    init(
        _ bytes: UnsafeRawBufferPointer, file: String, limits: InterchangeLimits, folders: Bool = false
    ) throws(InterchangeError) {
        let archive = try Self.open(bytes, file: file, flags: ZIP_RDONLY)
        let members: [Member]
        do throws(InterchangeError) {
            members = try Self.members(of: archive, file: file, limits: limits, folders: folders)
            // Once the names are known to be good: whether the headers before the members say what the directory says.
            zip_discard(try Self.open(bytes, file: file, flags: ZIP_RDONLY | ZIP_CHECKCONS))
        } catch {
            zip_discard(archive)
            throw error
        }
        (self.archive, self.file, self.members) = (archive, file, members)
    }

    deinit { zip_discard(archive) }

    private static func open(
        _ bytes: UnsafeRawBufferPointer, file: String, flags: Int32
    ) throws(InterchangeError) -> OpaquePointer {
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        guard let source = zip_source_buffer_create(bytes.baseAddress, UInt64(bytes.count), 0, &error) else {
            throw failure(&error, file: file)
        }
        guard let archive = zip_open_from_source(source, flags, &error) else {
            zip_source_free(source)
            throw failure(&error, file: file)
        }
        return archive
    }

    private static func failure(_ error: inout zip_error_t, file: String) -> InterchangeError {
        InterchangeError(
            file,
            .unexpected(
                expected: "a sound zip archive",
                found: "one that is cut short or damaged (\(String(cString: zip_error_strerror(&error))))"))
    }

    private static func members(
        of archive: OpaquePointer, file: String, limits: InterchangeLimits, folders: Bool
    ) throws(InterchangeError) -> [Member] {
        let count = zip_get_num_entries(archive, 0)
        guard count <= Int64(InterchangeLimits.members) else {
            throw InterchangeError(file, .limit("members", limit: InterchangeLimits.members, found: "\(count)"))
        }
        var members: [Member] = []
        var names: Set<String> = []
        var budget = UInt64(limits.bytes)
        for index in 0..<UInt64(max(count, 0)) {
            let member = try member(index, of: archive, file: file, folders: folders, budget: &budget)
            guard names.insert(member.name).inserted else {
                throw InterchangeError(
                    file, member.name, .unexpected(expected: "members of different names", found: "two of this one"))
            }
            members.append(member)
        }
        return members
    }

    private static func member(
        _ index: UInt64, of archive: OpaquePointer, file: String, folders: Bool, budget: inout UInt64
    ) throws(InterchangeError) -> Member {
        guard let text = zip_get_name(archive, index, UInt32(ZIP_FL_ENC_RAW)),
            let name = String(validatingCString: text), isPlain(name, folders: folders)
        else {
            let shown = zip_get_name(archive, index, UInt32(ZIP_FL_ENC_RAW)).map { String(cString: $0) } ?? ""
            throw InterchangeError(
                file, "member \(index + 1)",
                .unexpected(
                    expected: folders ? "a plain name, perhaps in folders" : "a plain name, without folders",
                    found: "'\(shown)'"))
        }
        var status = zip_stat_t()
        guard zip_stat_index(archive, index, 0, &status) == 0, nn_zip_has_sizes(&status) != 0 else {
            throw InterchangeError(file, name, .library(doing: "can't be looked up", message: message(archive)))
        }
        if nn_zip_is_encrypted(&status) != 0 {
            throw InterchangeError(file, name, .refused("the member is encrypted, which is not supported"))
        }
        guard let method = Method(rawValue: status.comp_method) else {
            throw InterchangeError(
                file, name,
                .unexpected(
                    expected: "a member that is stored or deflated", found: Method.name(of: status.comp_method)))
        }
        var (system, attributes): (UInt8, UInt32) = (0, 0)
        zip_file_get_external_attributes(archive, index, 0, &system, &attributes)
        // The upper half is Unix's mode of the file; 0xA000 says that it is a symbolic link.
        if system == UInt8(ZIP_OPSYS_UNIX), attributes >> 16 & 0xF000 == 0xA000 {
            throw InterchangeError(file, name, .refused("the member is a symbolic link, which is never followed"))
        }
        let most = method.largest(from: status.comp_size)
        guard method == .stored ? status.size == most : status.size <= most else {
            throw InterchangeError(
                file, name,
                .unexpected(
                    expected: "a size that \(status.comp_size) stored bytes can hold", found: "\(status.size) bytes"))
        }
        guard status.size <= budget, let size = Int(exactly: status.size) else {
            throw InterchangeError(
                file, name, .limit("bytes in all members together", limit: Int(budget), found: "\(status.size) more"))
        }
        budget -= status.size
        return Member(name: name, size: size, index: index)
    }

    /// A name of a file that no program could take for a path: alone, or in `folders` that it can't leave.
    private static func isPlain(_ name: String, folders: Bool) -> Bool {
        let parts = folders ? name.split(separator: "/", omittingEmptySubsequences: false) : [name[...]]
        return name.utf8.count <= 255
            && parts.allSatisfy { part in
                !part.isEmpty && (folders ? part != "." && part != ".." : !part.hasPrefix("."))
                    && !part.unicodeScalars.contains {
                        "/\\:".unicodeScalars.contains($0) || $0.value < 0x20 || $0.value == 0x7F
                    }
            }
    }

    private static func message(_ archive: OpaquePointer) -> String { String(cString: zip_strerror(archive)) }

    /// A whole member.
    ///
    /// - Parameter limit: the most bytes that it may have.
    func content(of member: Member, limit: Int) throws(InterchangeError) -> [UInt8] {
        guard member.size <= limit else {
            throw InterchangeError(file, member.name, .limit("bytes", limit: limit, found: "\(member.size)"))
        }
        var stream = try open(member)
        let bytes = try stream.read(member.size)
        try stream.finish()
        return bytes
    }

    /// A whole member that is text.
    ///
    /// - Parameter limit: the most bytes that it may have.
    func text(of member: Member, limit: Int) throws(InterchangeError) -> String {
        guard let text = String(validating: try content(of: member, limit: limit), as: UTF8.self) else {
            throw InterchangeError(file, member.name, .unexpected(expected: "text in UTF-8", found: "other bytes"))
        }
        return text
    }

    /// Begins to read a member.
    func open(_ member: Member) throws(InterchangeError) -> ZipStream {
        guard let stream = zip_fopen_index(archive, member.index, 0) else {
            throw InterchangeError(
                file, member.name, .library(doing: "can't be read", message: Self.message(archive)))
        }
        return ZipStream(stream, file: file, member: member)
    }
}

/// How a member is compressed.
private enum Method: UInt16 {
    case stored = 0
    case deflated = 8

    /// The most bytes that so many stored ones can give; no deflate stream expands more than 1032 times.
    func largest(from stored: UInt64) -> UInt64 {
        guard self == .deflated else { return stored }
        let (product, overflow) = stored.multipliedReportingOverflow(by: 1032)
        return overflow ? .max : product
    }

    static func name(of code: UInt16) -> String {
        let names: [UInt16: String] = [
            1: "shrunk", 6: "imploded", 9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "xz",
        ]
        return names[code].map { "one in \($0)" } ?? "one in method \(code)"
    }
}
