import NNCommand
import Testing

@Suite("Parser")
struct ParserTests {
    /// The values of every parameter after parsing, as one line.
    private func read(_ line: String) throws -> String {
        guard case .run(let command) = try parse(words(line), as: Bake.self, path: ["bake"]) else {
            return "no command"
        }
        let bake = try #require(command as? Bake)
        var text = "\(bake.recipe) \(bake.oven.map(String.init) ?? "nil") \(bake.output ?? "nil") \(bake.heat) "
        text += "\(bake.minutes) \(bake.salt) \(bake.rises) \(bake.seed) "
        text += "\(bake.checkCrumb.map(String.init) ?? "nil") \(bake.quiet) \(bake.verbose)"
        return text
    }

    private func words(_ line: String) -> [String] {
        line.split(separator: " ").map { $0 == "''" ? "" : String($0) }
    }

    @Test(
        "reads every form of a command line",
        arguments: [
            ("rye", "rye nil nil low 30 1.5 [2, 1] 0 nil false false"),
            ("rye 3", "rye 3 nil low 30 1.5 [2, 1] 0 nil false false"),
            ("rye --output a", "rye nil a low 30 1.5 [2, 1] 0 nil false false"),
            ("rye --output=a", "rye nil a low 30 1.5 [2, 1] 0 nil false false"),
            ("rye --output=", "rye nil  low 30 1.5 [2, 1] 0 nil false false"),
            ("rye --output ''", "rye nil  low 30 1.5 [2, 1] 0 nil false false"),
            ("rye --output=a=b", "rye nil a=b low 30 1.5 [2, 1] 0 nil false false"),
            ("rye --output=\u{301}x", "rye nil \u{301}x low 30 1.5 [2, 1] 0 nil false false"),
            ("rye -o a", "rye nil a low 30 1.5 [2, 1] 0 nil false false"),
            ("rye -oa", "rye nil a low 30 1.5 [2, 1] 0 nil false false"),
            ("-o a rye", "rye nil a low 30 1.5 [2, 1] 0 nil false false"),
            ("rye -o -", "rye nil - low 30 1.5 [2, 1] 0 nil false false"),
            ("rye --output=--quiet", "rye nil --quiet low 30 1.5 [2, 1] 0 nil false false"),
            ("rye -qm5", "rye nil nil low 5 1.5 [2, 1] 0 nil true false"),
            ("rye -qm 5", "rye nil nil low 5 1.5 [2, 1] 0 nil true false"),
            ("rye -m -5", "rye nil nil low -5 1.5 [2, 1] 0 nil false false"),
            ("rye --minutes -5", "rye nil nil low -5 1.5 [2, 1] 0 nil false false"),
            ("rye -m 1 -m 2", "rye nil nil low 2 1.5 [2, 1] 0 nil false false"),
            ("rye -qq", "rye nil nil low 30 1.5 [2, 1] 0 nil true false"),
            ("rye --heat fan", "rye nil nil fan 30 1.5 [2, 1] 0 nil false false"),
            ("rye --salt 2e-3", "rye nil nil low 30 0.002 [2, 1] 0 nil false false"),
            ("rye --rises 3", "rye nil nil low 30 1.5 [3] 0 nil false false"),
            ("rye --rises 3,2,1", "rye nil nil low 30 1.5 [3, 2, 1] 0 nil false false"),
            ("rye --seed 18446744073709551615", "rye nil nil low 30 1.5 [2, 1] 18446744073709551615 nil false false"),
            ("rye --check-crumb", "rye nil nil low 30 1.5 [2, 1] 0 0 false false"),
            ("rye --check-crumb 7", "rye 7 nil low 30 1.5 [2, 1] 0 0 false false"),
            ("rye --check-crumb=7", "rye nil nil low 30 1.5 [2, 1] 0 7 false false"),
            ("- ", "- nil nil low 30 1.5 [2, 1] 0 nil false false"),
            ("-- rye", "rye nil nil low 30 1.5 [2, 1] 0 nil false false"),
            ("-q -- --quiet", "--quiet nil nil low 30 1.5 [2, 1] 0 nil true false"),
            ("-- -- 4", "-- 4 nil low 30 1.5 [2, 1] 0 nil false false"),
        ])
    func reads(line: String, expected: String) throws {
        #expect(try read(line) == expected)
    }

    @Test("collects an option that may be repeated, in order; what it can't read is refused as ever")
    func repeats() throws {
        func spreads(_ line: String) throws -> [Bake.Heat] {
            guard case .run(let command) = try parse(words(line), as: Slice.self, path: ["slice"]) else { return [] }
            return try #require(command as? Slice).spreads
        }
        #expect(try spreads("rye") == [])
        #expect(try spreads("rye --spread fan -slow --spread=high wheat -s fan") == [.fan, .low, .high, .fan])
        #expect(throws: UsageError("--spread: expected low, high or fan, found 'low,fan'")) {
            try spreads("rye --spread low,fan")
        }
        #expect(throws: UsageError("--spread needs a value: WHAT")) { try spreads("rye --spread") }
    }

    @Test(
        "says what is wrong with a command line, and what was meant",
        arguments: [
            ("", "missing argument: RECIPE"),
            ("rye 3 4", "unexpected argument '4'"),
            ("rye three", "OVEN: expected a whole number, found 'three'"),
            ("rye --heta low", "unknown option --heta; did you mean --heat?"),
            ("rye --heta=low", "unknown option --heta; did you mean --heat?"),
            ("rye --out a", "unknown option --out; did you mean --output?"),
            ("rye --chekc-crmub", "unknown option --chekc-crmub; did you mean --check-crumb?"),
            ("rye --hlep", "unknown option --hlep; did you mean --help?"),
            ("rye --temperature 5", "unknown option --temperature"),
            ("rye --x", "unknown option --x"),
            ("rye --=5", "unknown option --"),
            ("rye -x", "unknown option -x"),
            ("rye -qx", "unknown option -x"),
            ("rye -1", "unknown option -1"),
            ("rye --output", "--output needs a value: FILE"),
            ("rye -o", "--output needs a value: FILE"),
            ("rye -o --quiet", "--output needs a value: FILE"),
            ("rye -o -q", "--output needs a value: FILE"),
            ("rye -o --heat=fan", "--output needs a value: FILE"),
            ("rye --output --", "--output needs a value: FILE"),
            ("rye --output --help", "--output needs a value: FILE"),
            ("rye --quiet=yes", "--quiet takes no value"),
            ("rye --help=yes", "--help takes no value"),
            ("rye --version=2", "--version takes no value"),
            ("rye --heat warm", "--heat: expected low, high or fan, found 'warm'"),
            ("rye --minutes 1.5", "--minutes: expected a whole number, found '1.5'"),
            ("rye --minutes ''", "--minutes: expected a whole number, found ''"),
            ("rye --minutes 9223372036854775808", "--minutes: expected a whole number, found '9223372036854775808'"),
            ("rye --seed -1", "--seed: expected a whole number from 0, found '-1'"),
            ("rye --salt much", "--salt: expected a number, found 'much'"),
            ("rye --salt nan", "--salt: expected a number, found 'nan'"),
            ("rye --salt 1e999", "--salt: expected a number, found '1e999'"),
            ("rye --rises 1,,2", "--rises: expected a whole number, or several between commas, found '1,,2'"),
            ("rye --rises ''", "--rises: expected a whole number, or several between commas, found ''"),
            ("rye --check-crumb=x", "--check-crumb: expected a whole number, found 'x'"),
            ("rye --check-crumb=", "--check-crumb: expected a whole number, found ''"),
            ("rye -q -v", "--quiet and --verbose contradict each other"),
        ])
    func refuses(line: String, message: String) {
        #expect(throws: UsageError(message)) { try read(line) }
    }

    @Test("doesn't search long for what a long word could have meant")
    func longWord() {
        #expect(throws: UsageError("unknown option --" + String(repeating: "a", count: 100_000))) {
            try read("rye --" + String(repeating: "a", count: 100_000))
        }
    }

    @Test(
        "asked for help or the version, needs nothing else",
        arguments: [
            ("--help", "help"), ("-h", "help"), ("-qh", "help"), ("rye --help", "help"), ("rye -q --help --x", "help"),
            ("--version", "version"), ("rye --version", "version"), ("rye -- --help", "unexpected"),
            ("-- --help", "run"),
        ])
    func help(line: String, kind: String) {
        let found: String
        switch try? parse(words(line), as: Bake.self, path: ["bake"]) {
        case .help(_, let path)?: found = path == ["bake"] ? "help" : "wrong path"
        case .version?: found = "version"
        case .run?: found = "run"
        case nil: found = "unexpected"
        }
        #expect(found == kind)
    }

    @Test("gives an argument for many all that are left, options between them too")
    func manyArguments() throws {
        let invocation = try parse(words("a - --thickness 2 -- --b"), as: Slice.self, path: ["slice"])
        guard case .run(let command) = invocation else { throw ExitCode.no }
        #expect((command as? Slice)?.loaves == ["a", "-", "--b"])
        #expect((command as? Slice)?.thickness == 2)
        #expect(throws: UsageError("missing argument: LOAF")) { try parse([], as: Slice.self, path: ["slice"]) }
    }

    @Test("starts every command line from the defaults")
    func fresh() throws {
        _ = try read("rye --minutes 99 --quiet --rises 9")
        #expect(try read("rye") == "rye nil nil low 30 1.5 [2, 1] 0 nil false false")
    }

    @Test("finds the command that is named first")
    func subcommand() throws {
        guard case .run(let command) = try parse(words("slice a"), as: Bakery.self, path: ["bakery"]) else {
            throw ExitCode.no
        }
        #expect((command as? Slice)?.loaves == ["a"])
        guard case .help(let type, let path) = try parse(words("slice --help"), as: Bakery.self, path: ["bakery"])
        else {
            throw ExitCode.no
        }
        #expect(type == Slice.self && path == ["bakery", "slice"])
        guard case .run(let own) = try parse(words("./slice"), as: Shop.self, path: ["shop"]) else { throw ExitCode.no }
        #expect((own as? Shop)?.loaf == "./slice")
    }

    @Test(
        "says which command was meant",
        arguments: [
            ("", "missing command: bake, slice"),
            ("bkae rye", "unknown command 'bkae'; did you mean bake?"),
            ("sl a", "unknown command 'sl'; did you mean slice?"),
            ("sell", "unknown command 'sell'"),
            ("--quiet", "unknown option --quiet"),
            ("bake", "missing argument: RECIPE"),
        ])
    func refusesCommand(line: String, message: String) {
        #expect(throws: UsageError(message)) { try parse(words(line), as: Bakery.self, path: ["bakery"]) }
    }

    @Test("suspects a mistyped command where an argument is left over")
    func mistypedBesideArgument() {
        #expect(throws: UsageError("unknown command 'slcie'; did you mean slice?")) {
            try parse(words("slcie rye"), as: Shop.self, path: ["shop"])
        }
    }

    @Test(
        "counts typing errors",
        arguments: [
            ("", "", 0), ("a", "", 1), ("", "abc", 3), ("kitten", "sitting", 3), ("heat", "heta", 1), ("ab", "ba", 1),
            ("ca", "abc", 3), ("quiet", "quiet", 0), ("flaw", "lawn", 2),
        ])
    func distance(a: String, b: String, expected: Int) {
        #expect(editDistance(a, b) == expected)
        #expect(editDistance(b, a) == expected)
    }
}
