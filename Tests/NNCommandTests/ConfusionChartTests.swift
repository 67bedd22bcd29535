import Foundation
import NNCommand
import NNTestSupport
import Testing

@Suite("Pictures of confusions")
struct ConfusionChartTests {
    private struct Picture: Decodable {
        struct Cell: Decodable {
            let row: Int
            let column: Int
            let number: Int?
            let tip: String
        }
        let names: [String]
        let answers: [String]
        let description: String
        let cells: [Cell]

        init(_ chart: ConfusionChart) throws {
            let folder = try TemporaryFolder()
            let result = try Tool(path: "/usr/bin/env").run(
                "python3", Places.fixture("feedback/read_confusion.py"), folder.write(chart.svg, to: "c.svg"))
            #expect(result.exitCode == 0, "\(result)")
            self = try JSONDecoder().decode(Picture.self, from: Data(result.output))
        }
    }

    /// Every class is right twice and taken once for the one seven on.
    private static func chart(_ classes: Int) -> ConfusionChart {
        var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
        for index in 0..<classes {
            counts[index][index] += 2000
            counts[index][(index + 7) % classes] += 1
        }
        return ConfusionChart(
            title: "a", subtitle: "b", names: (0..<classes).map { "class \($0) of a long name indeed" }, counts: counts)
    }

    @Test("hold every cell, its numbers while they fit, and names", arguments: [1, 2, 10, 20, 21, 64, 65, 300, 1_024])
    func sizes(classes: Int) throws {
        let picture = try Picture(Self.chart(classes))
        let expected = (0..<classes).flatMap {
            $0 == ($0 + 7) % classes ? [[$0, $0]] : [[$0, $0], [$0, ($0 + 7) % classes]]
        }
        #expect(Set(picture.cells.map { [$0.row, $0.column] }) == Set(expected))
        #expect(picture.cells.count == expected.count)
        #expect(picture.cells.allSatisfy { ($0.number != nil) == (classes <= 20) })
        #expect(picture.names == picture.answers)
        if classes <= 64 {
            #expect(picture.names == (0..<classes).map { "class \($0) of a long name indeed".prefix(23) + "…" })
        } else {
            #expect(picture.names.count < 60 && picture.names.prefix(1) == ["0"])
        }
    }

    @Test("tell in words what they show")
    func words() throws {
        let chart = ConfusionChart(
            title: "m on t", subtitle: "accuracy 0.5", names: ["cat", "dog"], counts: [[3, 1], [1_200, 0]])
        let picture = try Picture(chart)
        #expect(
            picture.description
                == "accuracy 0.5. Most frequent mistakes: dog taken for cat: 1,200. cat taken for dog: 1.")
        #expect(
            picture.cells.map(\.tip) == [
                "cat: 3 of 4 right", "cat taken for dog: 1 of 4", "dog taken for cat: 1,200 of 1,200",
            ])
    }
}
