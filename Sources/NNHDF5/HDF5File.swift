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
