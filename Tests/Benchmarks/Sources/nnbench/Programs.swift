import Foundation

/// Runs a program to its end. By hand: Foundation's `Process` adds up to a tenth of a second to what it waits for, more
/// than some of our tools take.
///
/// - Returns: what it printed, and how long the process lived.
@discardableResult
func run(_ path: String, _ arguments: [String]) throws -> (output: Data, seconds: Double) {
    let output = Pipe()
    let (reading, writing) = (output.fileHandleForReading, output.fileHandleForWriting)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, writing.fileDescriptor, 1)
    posix_spawn_file_actions_addclose(&actions, reading.fileDescriptor)
    posix_spawn_file_actions_addclose(&actions, writing.fileDescriptor)
    let words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    let start = ContinuousClock.now
    var (process, status) = (pid_t(), CInt())
    guard posix_spawn(&process, path, &actions, nil, words, environ) == 0 else { throw Problem("no \(path)") }
    try writing.close()
    let printed = try reading.readToEnd() ?? Data()
    waitpid(process, &status, 0)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    guard status == 0 else {
        throw Problem("\(path) \(arguments.joined(separator: " ")): ended with status \(status)")
    }
    return (printed, seconds)
}

/// Runs one of the suite's tools; the time is that of the whole process.
func tool(_ name: String, _ arguments: [String]) throws -> (output: Data, seconds: Double) {
    try run(Places.tools.appending(path: name).path, arguments)
}

/// Runs a script of `peers/`, which prints a JSON object.
func peer(_ script: String, _ arguments: [String]) throws -> [String: Any] {
    try object(run(Places.python, [Places.peers.appending(path: script).path] + arguments).output)
}

/// Why scripts that import these modules can't run; nil where they can.
func missing(modules: [String]) -> String? {
    guard FileManager.default.isExecutableFile(atPath: Places.python) else { return "make bench-peers first" }
    let isThere = (try? run(Places.python, ["-W", "ignore", "-c", "import \(modules.joined(separator: ", "))"])) != nil
    return isThere ? nil : "needs \(modules.joined(separator: ", ")): make bench-peers"
}

/// The JSON object that a program printed.
func object(_ output: Data) throws -> [String: Any] {
    guard let object = try JSONSerialization.jsonObject(with: output) as? [String: Any] else {
        throw Problem("expected a JSON object, found \(String(decoding: output.prefix(100), as: UTF8.self))")
    }
    return object
}

/// The number at a path of keys.
func number(_ object: [String: Any], _ keys: String...) throws -> Double {
    var value: Any? = object
    for key in keys { value = (value as? [String: Any])?[key] }
    guard let number = value as? Double else { throw Problem("expected a number at \(keys.joined(separator: "."))") }
    return number
}
