import NNCommand
import NNFile
import NNInterchange
import NNModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What this program does when it starts itself again to read a file that libhdf5 may crash on: it reads the model within
/// narrow limits, and prints the notes, a line each, an empty line, and a .nnm file. `IsolatedReader` is at the other end.
struct IsolatedRead: Command {
    static let configuration = CommandConfiguration(
        "nnconvert", abstract: "Read a model for the nnconvert that started this one; of no use to people.")
    private static let option = "isolated-read"

    /// Whether this process was started for it. Not an option of `Convert`, so that nobody is shown it.
    static var isAsked: Bool { CommandLine.arguments.dropFirst().first?.hasPrefix("--\(option)=") ?? false }

    @Option("isolated-read", value: "FORMAT", help: "the format of IN") var format: FormatName?
    @Option("activations", value: "A,B,…", help: "as nnconvert was told") var activations: [Activation]?
    @Argument("IN", help: "the model") var input: String

    /// The arguments that ask for it.
    static func arguments(_ format: any ModelFormat.Type, _ options: ReadingOptions, path: String) -> [String] {
        let activations = options.activations.map { list in
            "--activations=" + list.map(\.description).joined(separator: ",")
        }
        return ["--\(option)=\(format.name)"] + [activations].compactMap { $0 } + ["--", path]
    }

    func run() throws {
        guard let format = format?.format else { return }
        let file = try FileBytes(path: input)
        Self.limitResources(bytes: file.count)
        let read = try format.open(file, ReadingOptions(activations: activations))
        let model = try NNMFormat.encode(read.model, WritingOptions(compression: .none), file: input)
        try Console.write(read.notes.map { $0.escaped + "\n" }.joined() + "\n")
        try Console.write(model.bytes)
    }

    /// Sets what a sound file never comes near to. Where a system can't, there is no limit.
    ///
    /// - Parameter bytes: the length of the file.
    private static func limitResources(bytes: Int) {
        func limit(_ resource: Resource, _ amount: Int) {
            var limits = rlimit(rlim_cur: rlim_t(amount), rlim_max: rlim_t(amount))
            _ = setrlimit(resource, &limits)
        }
        // A copy for libhdf5, tensors, the same with rows as columns, sums in float64, the file that is printed: no more
        // than 24 bytes a byte, and what an empty program takes.
        let (memory, overflow) = bytes.multipliedReportingOverflow(by: 24)
        if !overflow { limit(RLIMIT_DATA.resource, (64 << 20) + memory) }
        // Seconds; some 100 MiB are read in one.
        limit(RLIMIT_CPU.resource, 1 + bytes >> 23)
        limit(RLIMIT_CORE.resource, 0)
    }
}

#if canImport(Glibc)
    private typealias Resource = __rlimit_resource_t
    extension __rlimit_resource { fileprivate var resource: Resource { Resource(rawValue) } }
#else
    private typealias Resource = Int32
    extension Int32 { fileprivate var resource: Resource { self } }
#endif
