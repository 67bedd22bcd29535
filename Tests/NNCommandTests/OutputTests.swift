import Foundation
import NNCommand
import Testing

@Suite("Output")
struct OutputTests {
    private static let values: [(JSON, String)] = [
        (JSON.null, "null"), (true, "true"), (false, "false"), (0, "0"), (.integer(.min), "-9223372036854775808"),
        (.number(0.1), "0.1"), (.number(-0.0), "-0.0"), (.number(1e300), "1e+300"),
        (.number(.leastNonzeroMagnitude), "5e-324"),
        (.number(.nan), "null"), (.number(.infinity), "null"), (.number(-.infinity), "null"),
        ("", "\"\""), ("ü日🍞", "\"ü日🍞\""), (#""\/"#, #""\"\\/""#), ("\n\t\r", #""\n\t\r""#),
        ("\u{0}\u{1F}\u{7F}\u{9B}", #""\u0000\u001f\u007f\u009b""#),
        ("\u{2028}\u{202E}\u{FEFF}", #""\u2028\u202e\ufeff""#), ("\u{E0001}", #""\udb40\udc01""#),
        ("\r\n", #""\r\n""#), ("e\u{301}", "\"e\u{301}\""),
        (.array([]), "[]"), (.array([1, .array([nil])]), "[1, [null]]"), (.object([]), "{}"),
        (
            .object([(key: "z", value: 1), (key: "a\"", value: .array([true])), (key: "m", value: .object([]))]),
            #"{"z": 1, "a\"": [true], "m": {}}"#
        ),
        (JSON(nil), "null"), (JSON("x" as String?), "\"x\""),
    ]

    @Test(
        "JSON is written as RFC 8259 has it, on one line",
        arguments: values)
    func json(value: JSON, text: String) {
        #expect(value.text == text)
    }

    @Test("any string and any number survive being read by another program as JSON")
    func jsonRoundTrip() throws {
        var strings = ["\u{FFFF}\u{10FFFF}", "\u{E0001}\u{E007F}", "a\u{0}b"]
        for start in stride(from: UInt32(0), to: 0x3000, by: 64) {
            strings.append(
                (start..<start + 64).compactMap { Unicode.Scalar($0) }.reduce(into: "") { $0.unicodeScalars.append($1) }
            )
        }
        let written = JSON.array(strings.map { .string($0) }).text
        #expect(try JSONSerialization.jsonObject(with: Data(written.utf8)) as? [String] == strings)

        let numbers = [
            0.1, -.leastNonzeroMagnitude * 99, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 1 / 3, 123_456_789.125,
            1e16,
        ]
        let text = JSON.array(numbers.map { .number($0) }).text
        let back = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Double])
        #expect(back.map(\.bitPattern) == numbers.map(\.bitPattern))
    }

    @Test(
        "what could do more than stand on a line is escaped",
        arguments: [
            ("plain ü日🍞 e\u{301}", "plain ü日🍞 e\u{301}"), ("a\nb\tc\rd", #"a\nb\tc\rd"#), ("\r\n", #"\r\n"#),
            ("\u{1B}[31mred", #"\u{1b}[31mred"#), ("\u{0}\u{7F}\u{9B}", #"\u{0}\u{7f}\u{9b}"#),
            ("\u{202E}gpj.exe\u{2066}", #"\u{202e}gpj.exe\u{2066}"#), ("\u{2028}\u{2029}", #"\u{2028}\u{2029}"#),
            ("a\u{200B}b\u{FEFF}", #"a\u{200b}b\u{feff}"#), ("\u{E0041}", #"\u{e0041}"#),
        ])
    func escaping(text: String, expected: String) {
        #expect(text.escaped == expected)
        #expect(text.escaped.escaped == expected)
    }

    @Test("a table aligns its columns, whatever the letters, and escapes what comes from files")
    func table() {
        var table = Table([("name", .left), ("count", .right), ("note", .left)])
        table.add(["cat", "7", ""])
        table.add(["日本", "12345678", "two columns a letter"])
        table.add(["e\u{301}\u{1B}[2J", "-1", "x"])
        table.add(["", "", ""])
        #expect(
            table.text == """
                name           count  note
                cat                7
                日本        12345678  two columns a letter
                e\u{301}\\u{1b}[2J        -1  x


                """)
        #expect(Table([("only", .right)]).text == "only\n")
    }

    @Test(
        "the width of a text is what a terminal makes of it",
        arguments: [
            ("", 0), ("abc", 3), ("äöü", 3), ("e\u{301}", 1), ("\u{301}", 0), ("日本語", 6), ("한글", 4), ("ｆｕｌｌ", 8),
            ("ﾊﾝ", 2), ("🍞", 2), ("👩🏽", 2), ("🇩🇪", 2), ("❤\u{FE0F}", 2), ("█░", 2), ("…", 1), ("Ω≈ç√", 4),
        ])
    func columns(text: String, width: Int) {
        #expect(text.columns == width)
    }

    @Test(
        "decimals are rounded to the nearest, as printf does",
        arguments: [
            (0.0, 2), (1, 0), (-1.005, 2), (0.691234567, 6), (12345.678, 1), (0.05, 1), (1e12, 3), (-0.004, 3),
            (99.995, 1),
            (1.0 / 3, 10),
        ])
    func decimals(number: Double, places: Int) {
        #expect(decimal(number, places: places) == String(format: "%.\(places)f", number))
    }

    @Test(
        "numbers that have no such decimals are shown as they are",
        arguments: [
            (Double.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"), (1e300, "1e+300"), (-1e16, "-1e+16"),
            (-0.0, "0.00"), (-0.001, "0.00"),
        ])
    func oddNumbers(number: Double, text: String) {
        #expect(decimal(number, places: 2) == text)
    }

    @Test(
        "thousands are set apart",
        arguments: [
            (0, "0"), (999, "999"), (1000, "1,000"), (-1000, "-1,000"), (86_024, "86,024"), (1_234_567, "1,234,567"),
            (.min, "-9,223,372,036,854,775,808"),
        ])
    func thousands(number: Int, text: String) {
        #expect(grouped(number) == text)
    }

    @Test(
        "a time to come is rounded up to seconds",
        arguments: [
            (0.0, "0:00"), (0.2, "0:01"), (59.1, "1:00"), (754, "12:34"), (3599.5, "1:00:00"), (3723, "1:02:03"),
            (360_000, "100:00:00"), (.infinity, "?"), (.nan, "?"), (1e300, "?"),
        ])
    func durations(seconds: Double, text: String) {
        #expect(duration(seconds) == text)
    }

    @Test(
        "measured numbers keep four digits that count",
        arguments: [
            (0.0, "0"), (0.030563, "0.0306"), (1, "1.0000"), (12.3456, "12.346"), (123.456, "123.46"),
            (99_999.4, "99999.4"), (100_000, "1.00e+05"), (0.00099, "9.90e-04"), (-0.5, "-0.5000"), (.nan, "nan"),
            (.infinity, "inf"), (-1e300, "-1.00e+300"),
        ])
    func measured(number: Double, text: String) {
        #expect(compact(number) == text)
    }

    @Test("a duration is counted in seconds")
    func seconds() {
        #expect(Duration.milliseconds(1500).seconds == 1.5)
    }
}
