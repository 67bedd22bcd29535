#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What ends the program with a message.
struct Problem: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Ends the program as a failure.
func stop() -> Never { exit(1) }

/// The bytes of a file.
func contents(of path: String) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw Problem("\(path) can't be opened") }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let length = ftell(file)
    rewind(file)
    return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
        count = fread(buffer.baseAddress, 1, length, file)
    }
}

/// Writes a file of these bytes.
func write(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "wb") else { throw Problem("\(path) can't be created") }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Problem("\(path) can't be written") }
}

/// The most bytes of memory that this process had at any time.
func peakMemory() -> Int {
    #if os(Linux)
        // What getrusage says would include the memory of whoever started this program.
        let status = (try? contents(ofSystemFile: "/proc/self/status")) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return 1024 * (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0)
    #else
        var usage = rusage()
        getrusage(RUSAGE_SELF, &usage)
        return usage.ru_maxrss
    #endif
}

/// A file of the system, which has no length.
private func contents(ofSystemFile path: String) throws -> String {
    guard let file = fopen(path, "rb") else { throw Problem("\(path) can't be opened") }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    let count = fread(&buffer, 1, buffer.count, file)
    return String(decoding: buffer.prefix(count), as: UTF8.self)
}
