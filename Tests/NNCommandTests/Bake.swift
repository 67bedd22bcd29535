import NNCommand
import NNFile

/// A command with one of everything, for the tests to parse.
struct Bake: Command {
    enum Heat: String, CaseIterable, ParameterValue { case low, high, fan }

    static let configuration = CommandConfiguration(
        "bake", abstract: "Bake loaves.",
        examples: ["bake rye wheat -o bread.txt", "bake rye --heat fan --minutes 40"])

    @Argument("RECIPE", help: "what to bake") var recipe: String
    @Argument("OVEN", help: "where; the first that is free") var oven: Int?
    @Option("output", "o", value: "FILE", help: "where the list goes") var output: String?
    @Option("heat", value: "HEAT", help: "how it is baked: low, high or fan") var heat = Heat.low
    @Option("minutes", "m", value: "N", help: "how long") var minutes = 30
    @Option("salt", value: "GRAMS", help: "how much salt a loaf gets") var salt = 1.5
    @Option("rises", value: "H,H,…", help: "hours of every rise") var rises = [2, 1]
    @Option("seed", value: "N", help: "where the randomness of the crust starts") var seed: UInt64 = 0
    @Option(
        "check-crumb", value: "L", implicit: 0,
        help:
            "after baking, compare the crumb of every loaf, or of loaf L alone, with what it should be, a line a loaf, and fail where one is too dense"
    ) var checkCrumb: Int?
    @Flag("quiet", "q", help: "say nothing") var quiet
    @Flag("verbose", "v", help: "say everything") var verbose

    func validate() throws {
        if quiet, verbose { throw UsageError("--quiet and --verbose contradict each other") }
    }

    func run() throws {}
}

/// A command that takes a list.
struct Slice: Command {
    static let configuration = CommandConfiguration("slice", abstract: "Slice loaves.")
    @Argument(oneOrMore: "LOAF", help: "what to slice") var loaves: [String]
    @Option("thickness", value: "MM", help: "how thick") var thickness: Double?
    @Option(repeating: "spread", "s", value: "WHAT", help: "what goes onto the slices; may be repeated") var spreads:
        [Bake.Heat]
    func run() throws {}
}

/// A command of commands.
struct Bakery: Command {
    static let configuration = CommandConfiguration(
        "bakery", abstract: "Everything about bread.", subcommands: [Bake.self, Slice.self])
    func run() throws {}
}

/// A command that has an argument of its own beside its commands, as nninspect has.
struct Shop: Command {
    static let configuration = CommandConfiguration("shop", abstract: "Sell bread.", subcommands: [Slice.self])
    @Argument("LOAF", help: "what to sell") var loaf: String
    func run() throws {}
}

/// A command that ends as it is told.
struct Fail: Command {
    static let configuration = CommandConfiguration("fail", abstract: "Fail.")
    @Argument("HOW", help: "how") var how: String

    func run() throws {
        switch how {
        case "no": throw ExitCode.no
        case "usage": throw UsageError("expected less")
        case "malformed": throw InputError("a.h5: /x: expected 3, found 0")
        case "missing": throw FileError(path: "a.h5", operation: .open, code: 2)
        case "create": throw FileError(path: "a.h5", operation: .create, code: 13)
        case "full": throw FileError(path: "a.h5", operation: .write, code: 28)
        case "bug": throw Surprise()
        default: break
        }
    }

    struct Surprise: Error {}
}
