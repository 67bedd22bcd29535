import NNFile

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where this program stands, whatever name or link it was called by.
/// - Throws: `FileError` where the system doesn't tell.
package func ownPath() throws(FileError) -> String {
    #if os(Linux)
        let name = "/proc/self/exe"
    #else
        var size: UInt32 = 0
        _NSGetExecutablePath(nil, &size)
        var buffer = [CChar](repeating: 0, count: Int(size))
        _NSGetExecutablePath(&buffer, &size)
        let name = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    #endif
    guard let resolved = realpath(name, nil) else { throw FileError(path: name, operation: .open) }
    defer { free(resolved) }
    return String(cString: resolved)
}

/// The folder that this program stands in.
/// - Throws: `FileError` where the system doesn't tell.
package func ownFolder() throws(FileError) -> String {
    let path = try ownPath()
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return String(path[..<slash])
}
