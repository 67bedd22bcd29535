import NNCHDF5
import NNFile

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An HDF5 file, open for reading or new; it closes itself.
///
/// Calls from several threads wait for each other.
public struct HDF5File: ~Copyable, Sendable {
    /// The path as it was given, for messages.
    public let path: String
    /// The caps that everything in the file is held against.
    public let limits: HDF5Limits
    let handle: Handle

    /// Opens the file at `path` for reading.
    ///
    /// Nothing outside the file is ever opened on its behalf: no plugin, no other file.
    /// - Throws: `HDF5Error` where it is missing, a folder, no HDF5 file, truncated, or libhdf5 refuses it.
    public init(reading path: String, limits: HDF5Limits = HDF5Limits()) throws(HDF5Error) {
        try Self.inspect(path)
        handle = try withHDF5 { () throws(HDF5Error) in
            guard let access = Self.accessProperties(),
                let file = Handle(H5Fopen(path, NNH5F_ACC_RDONLY(), access.id), closedBy: H5Fclose)
            else { throw .library(file: path, place: nil, doing: "open it") }
            return file
        }
        self.path = path
        self.limits = limits
    }

    /// Makes an empty file at `path`, in the oldest version of the format that can hold what is written, so that every
    /// reader reads it. An existing file is emptied.
    ///
    /// - Parameter name: the path to show in messages, where `path` is a temporary one.
    /// - Throws: `HDF5Error` where libhdf5 can't create it.
    public init(creating path: String, shownAs name: String) throws(HDF5Error) {
        handle = try withHDF5 { () throws(HDF5Error) in
            guard let access = Self.accessProperties(),
                let file = Handle(
                    H5Fcreate(path, NNH5F_ACC_TRUNC(), NNH5P_DEFAULT(), access.id), closedBy: H5Fclose)
            else { throw .library(file: name, place: nil, doing: "create it", writing: true) }
            return file
        }
        self.path = name
        limits = HDF5Limits()
    }

    /// Opens a file that is in memory already; libhdf5 keeps a copy of the bytes.
    ///
    /// - Parameter name: the name to show in messages; nothing of that name is opened.
    /// - Throws: `HDF5Error` where it is no HDF5 file, truncated, or libhdf5 refuses it.
    public init(image: FileBytes, shownAs name: String, limits: HDF5Limits = HDF5Limits()) throws(HDF5Error) {
        let id = try image.withUnsafeBytes { bytes throws(HDF5Error) in try Self.openImage(bytes, name) }
        try self.init(imageOpenedAs: id, shownAs: name, limits: limits)
    }

    /// The same for bytes that stand in no file.
    public init(image: [UInt8], shownAs name: String, limits: HDF5Limits = HDF5Limits()) throws(HDF5Error) {
        let id = image.withUnsafeBytes { bytes in
            Result { () throws(HDF5Error) in try Self.openImage(bytes, name) }
        }
        try self.init(imageOpenedAs: id.get(), shownAs: name, limits: limits)
    }

    private init(imageOpenedAs id: hid_t, shownAs name: String, limits: HDF5Limits) throws(HDF5Error) {
        guard let handle = Handle(id, closedBy: H5Fclose) else { throw HDF5Error(file: name, .notHDF5) }
        self.handle = handle
        path = name
        self.limits = limits
    }

    private static func openImage(_ bytes: UnsafeRawBufferPointer, _ name: String) throws(HDF5Error) -> hid_t {
        try Superblock.check(bytes, file: name)
        return try withHDF5 { () throws(HDF5Error) in
            guard let access = memoryProperties(),
                H5Pset_file_image(access.id, UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) >= 0
            else { throw .library(file: name, place: nil, doing: "open it") }
            let id = H5Fopen(Library.shared.nextImageName(), NNH5F_ACC_RDONLY(), access.id)
            guard id >= 0 else { throw .library(file: name, place: nil, doing: "open it") }
            return id
        }
    }

    /// Makes an empty file in memory, in the oldest version of the format that can hold what is written; `image` gives
    /// its bytes.
    ///
    /// - Throws: `HDF5Error` where libhdf5 can't, for want of memory.
    public init(inMemoryShownAs name: String) throws(HDF5Error) {
        handle = try withHDF5 { () throws(HDF5Error) in
            guard let access = Self.memoryProperties(),
                let file = Handle(
                    H5Fcreate(Library.shared.nextImageName(), NNH5F_ACC_TRUNC(), NNH5P_DEFAULT(), access.id),
                    closedBy: H5Fclose)
            else { throw .library(file: name, place: nil, doing: "create it", writing: true) }
            return file
        }
        path = name
        limits = HDF5Limits()
    }

    /// The bytes of the file as they are now.
    /// - Throws: `HDF5Error`, for want of memory.
    public func image() throws(HDF5Error) -> [UInt8] {
        try flush()
        return try withHDF5 { () throws(HDF5Error) in
            let size = H5Fget_file_image(handle.id, nil, 0)
            guard size > 0 else { throw .library(file: path, place: nil, doing: "write it", writing: true) }
            var isWhole = false
            let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                isWhole = H5Fget_file_image(handle.id, buffer.baseAddress, size) == size
                count = isWhole ? size : 0
            }
            guard isWhole else { throw .library(file: path, place: nil, doing: "write it", writing: true) }
            return bytes
        }
    }

    /// Writes what libhdf5 still holds in memory. A file that was written is whole only after this has returned.
    /// - Throws: `HDF5Error`, on a full disk for one.
    public func flush() throws(HDF5Error) {
        try withHDF5 { () throws(HDF5Error) in
            guard H5Fflush(handle.id, H5F_SCOPE_LOCAL) >= 0 else {
                throw .library(file: path, place: nil, doing: "write it", writing: true)
            }
        }
    }

    /// Whatever the environment says, plain files by the plain driver; locks only where the file system has them.
    private static func accessProperties() -> Handle? {
        guard let access = Handle(H5Pcreate(NNH5P_FILE_ACCESS()), closedBy: H5Pclose),
            H5Pset_fapl_sec2(access.id) >= 0, H5Pset_file_locking(access.id, true, true) >= 0
        else { return nil }
        return access
    }

    /// Memory instead of a file, which grows by a MiB at a time and goes nowhere when it is closed.
    private static func memoryProperties() -> Handle? {
        guard let access = Handle(H5Pcreate(NNH5P_FILE_ACCESS()), closedBy: H5Pclose),
            H5Pset_fapl_core(access.id, 1 << 20, false) >= 0
        else { return nil }
        return access
    }

    /// Everything that can be said about a file before libhdf5 sees it.
    private static func inspect(_ path: String) throws(HDF5Error) {
        var status = stat()
        if stat(path, &status) == 0 {
            let kind = status.st_mode & S_IFMT
            guard kind == S_IFREG || kind == S_IFDIR else { throw HDF5Error(file: path, .notRegularFile) }
        }
        let bytes: FileBytes
        do {
            bytes = try FileBytes(path: path)
        } catch {
            throw HDF5Error(file: path, .system(error))
        }
        try bytes.withUnsafeBytes { bytes throws(HDF5Error) in try Superblock.check(bytes, file: path) }
    }
}
