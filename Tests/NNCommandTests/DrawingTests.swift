import Foundation
import NNCommand
import NNTestSupport
import Testing

@Suite("Drawing")
struct DrawingTests {
    /// The epochs of a run, with figures of validation after every second one.
    private static let columns: [(name: String, values: [Double])] = [
        ("iteration", [0, 469, 938, 1407, 1876, 2345]), ("cost", [2.3026, 0.5427, 0.4046, 0.3701, 0.3445, 0.3291]),
        ("accuracy", [0.1094, 0.8112, 0.8557, 0.8664, 0.8752, 0.8811]),
        ("validationCost", [.nan, 0.4410, .nan, 0.3905, .nan, 0.3802]),
        ("validationAccuracy", [.nan, 0.8421, .nan, 0.8586, .nan, 0.8633]), ("somethingElse", [1, 2, 3, 4, 5, 6]),
    ]

    private static func curve() throws -> LearningCurve {
        try #require(LearningCurve(columns: columns, per: .epochs(iterationsEach: 469)))
    }

    @Test("a learning curve is the picture that is kept, byte by byte (NN_RECORD=1 keeps a new one)")
    func picture() throws {
        let svg = try Self.curve().svg(title: "Learning curve of clothes.nnm", subtitle: "train.h5, 60,000 examples")
        let path = Places.fixture("feedback/learning-curve.svg")
        if environment("NN_RECORD") != nil { try Data(svg.utf8).write(to: URL(filePath: path)) }
        #expect(try svg == text(of: path))
    }

    @Test("another program reads the numbers back out of the picture")
    func numbers() throws {
        let read = try CurvePicture(svg: Self.curve().svg(title: "A", subtitle: "B"))
        #expect(read.title == "A" && read.subtitle == "B" && read.axis == "epochs")
        #expect(read.panels.map(\.title) == ["Cost (logarithmic)", "Accuracy"])
        #expect(read.legend == ["validation", "training", "validation", "training"])
        let named = Dictionary(uniqueKeysWithValues: Self.columns.map { ($0.name, $0.values) })
        for (panel, columns) in zip(read.panels, [["cost", "validationCost"], ["accuracy", "validationAccuracy"]]) {
            try #require(panel.series.count == 2)
            for (series, column) in zip(panel.series, columns) {
                let expected = zip(named["iteration"] ?? [], named[column] ?? []).filter { !$1.isNaN }
                try #require(series.count == expected.count && !series.isEmpty)
                for (point, (iteration, value)) in zip(series, expected) {
                    // A tenth of a pixel is what the picture tells apart.
                    #expect(abs(point[0] - iteration / 469) < 0.002 && abs(point[1] - value) < 0.005 * value)
                }
            }
        }
    }

    @Test("a run of any length has a picture", arguments: [1, 2, 50, 2501, 100_000])
    func lengths(count: Int) throws {
        let cost = (0..<count).map { i in
            let noise = i.isMultiple(of: 7) ? 0.1 : 0
            return 0.7 * exp(-Double(i) / 800) + noise
        }
        let columns = [("iteration", (0..<count).map(Double.init)), ("cost", cost)]
        let drawn = LearningCurve(columns: columns, per: .iterations)
        let curve = try #require(drawn)
        let svg = curve.svg(title: "", subtitle: "")
        #expect(svg.utf8.count < 30_000)
        #expect(svg.contains("<circle"))
        let panel = try #require(try CurvePicture(svg: svg).panels.first)
        #expect(panel.dots == (count <= 50 ? count : 0))
        #expect(panel.series.count == (count > 1 ? 1 : 0))
    }

    @Test("thinning leaves what a picture of so many columns shows of a curve", arguments: [1, 10, 300])
    func thinning(columns: Int) {
        var generator = SystemRandomNumberGenerator()
        let y = (0..<5000).map { sin(Double($0) / 90) + Double.random(in: -1...1, using: &generator) }
        let series = Series("", x: y.indices.map(Double.init), y: y)
        let axis = Axis(linear: [0, 4999], tickCount: 5, isTight: true)
        let thinned = series.thinned(to: columns, across: axis)
        #expect(thinned.points.count <= 4 * columns)
        let (before, after) = (series, thinned)
        for column in 0..<columns {
            func values(_ series: Series) -> [Double] {
                series.points.filter { axis.column(of: $0.x, among: columns) == column }.map(\.y)
            }
            let (all, kept) = (values(before), values(after))
            #expect(
                all.first == kept.first && all.last == kept.last && all.min() == kept.min() && all.max() == kept.max())
        }
    }

    @Test("what a picture says is text, whatever it is made of")
    func hostile() throws {
        let name = "<script>&\"'\u{1B}[31m\u{0}\u{FFFE}\u{FFFF}\u{202E}]]> <!--"
        let read = try CurvePicture(svg: Self.curve().svg(title: name, subtitle: name))
        let expected = #"<script>&"'\u{1b}[31m\u{0}\u{fffe}\u{ffff}\u{202e}]]> <!--"#
        #expect(read.title == expected && read.subtitle == expected)
        let long = String(repeating: "長い名前", count: 100)
        let title = try CurvePicture(svg: Self.curve().svg(title: long, subtitle: "")).title
        #expect(title.hasPrefix("長い名前") && title.hasSuffix("…") && title.columns <= 70)
    }

    @Test("numbers that can't be drawn are left out, and no numbers are no curve")
    func odd() throws {
        let odd = [Double.nan, .infinity, -.infinity, 1e300, -1e300, .leastNonzeroMagnitude, 0, 0.5, -1]
        let columns = [("iteration", odd.indices.map(Double.init)), ("cost", odd), ("accuracy", odd)]
        let curve = try #require(LearningCurve(columns: columns, per: .iterations))
        #expect(curve.panels.allSatisfy { $0.series[0].points.count == 4 })
        #expect(try CurvePicture(svg: curve.svg(title: "", subtitle: "")).panels.count == 2)
        #expect(!curve.text(width: 80, isColoured: false).isEmpty)

        #expect(LearningCurve(columns: [], per: .iterations) == nil)
        #expect(LearningCurve(columns: [("iteration", []), ("cost", [])], per: .iterations) == nil)
        #expect(LearningCurve(columns: [("iteration", [0]), ("cost", [.nan])], per: .iterations) == nil)
        #expect(LearningCurve(columns: [("cost", [1])], per: .iterations) == nil)
        // In any order: a model file may say anything.
        let shuffled = LearningCurve(
            columns: [("iteration", [5, -1e300, 3, 1e99, -1e99, .nan]), ("cost", [1, 2, 3, 4, 5, 6])], per: .iterations)
        let drawn = try #require(shuffled)
        #expect(try CurvePicture(svg: drawn.svg(title: "", subtitle: "")).panels[0].series[0].count == 4)
        #expect(!drawn.text(width: 80, isColoured: true).isEmpty)
    }

    @Test("the curve on a terminal")
    func terminal() throws {
        #expect(
            try Self.curve().text(width: 80, isColoured: false) == """
                Cost (logarithmic)  ⠒⠒ training 0.3291  ⠂⠂ validation 0.3802
                  5 ┤
                    │⡀
                  2 ┤⠈⠑⠢⢄⡀
                  1 ┤    ⠈⠑⠤⣀
                0.5 ┤        ⠉⠒⠤⣀⣀⣀
                    │           ⠁⠁⠁⠉⠉⠉⠉⠉⠑⠓⠓⠒⠒⠒⠒⠒⠢⠦⠦⠦⠦⠦⠦⠦⠦⠦⠦⠦⠦⠦⠦⠦⠦⠤⠤⠤⠤⠤⣄⣄⣄⣄⣄⣄
                0.2 ┤
                    └───────────────────────────────────────────────────────
                     0         1          2          3          4     epochs

                """)
    }

    @Test("fits, or is left out", arguments: [0, 1, 10, 25, 26, 27, 30, 59, 60, 61, 200])
    func fitting(width: Int) throws {
        let text = try Self.curve().text(width: width, isColoured: false)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(lines.isEmpty == (width < 26) && lines.count <= 10)
        for line in lines { #expect(String(line).columns <= max(0, min(60, width - 1)), "\(line)") }

        let coloured = try Self.curve().text(width: width, isColoured: true)
        #expect(coloured.contains("\u{1B}") == !text.isEmpty)
        let single = LearningCurve(columns: [("iteration", [0]), ("cost", [1])], per: .iterations)
        #expect(single?.text(width: width, isColoured: false) == "")
    }
}
