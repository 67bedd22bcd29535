import NNCommand
import Testing

@Suite("Progress")
struct ProgressTests {
    @Test(
        "a bar shows how much is done, how fast, and how long it will take",
        arguments: [
            (0, 100, 0.0, 0, "  0/100", ""), (0, 100, 5, 0, "  0/100", ""),
            (50, 100, 2, 30, " 50/100", "25/s  0:02 left"), (1, 100, 2, 0, "  1/100", "0.50/s  3:18 left"),
            (100, 100, 4, 60, "100/100", "25/s  0:00 left"), (150, 100, 1, 60, "150/100", "150/s  0:00 left"),
            (0, 0, 1, 0, "0/1", ""), (55, 100, 0.001, 33, " 55/100", "55,000/s  0:01 left"),
            (
                1_000_000_000_000, 2_000_000_000_000, 1e-9, 30, "1,000,000,000,000/2,000,000,000,000",
                "1e+21/s  0:01 left"
            ),
        ])
    func bar(done: Int, total: Int, seconds: Double, halves: Int, count: String, rest: String) {
        let bar = String(repeating: "━", count: halves / 2) + (halves % 2 == 1 ? "╾" : "")
        let empty = String(repeating: "─", count: 30 - (halves + 1) / 2)
        let line = ProgressBar("train", total: total).line(done, after: seconds).text(width: 200)
        #expect(line == "train \(count)  \(bar)\(empty)" + (rest.isEmpty ? "" : "  \(rest)"))
    }

    @Test("a rate may count other things than steps")
    func units() {
        let line = ProgressBar("", total: 10, unit: "examples", unitsPerStep: 128).line(5, after: 2, label: "epoch 1/2")
        #expect(line.text(width: 80) == "epoch 1/2  ━━━━━━━━━━━━━━━───────────────  320 examples/s  0:02 left")
    }

    @Test("what was done before the start counts for the bar, and not for the rate")
    func resumed() {
        let bar = ProgressBar("train", total: 100, first: 80)
        #expect(
            bar.line(90, after: 2).text(width: 80) == "train  90/100  ━━━━━━━━━━━━━━━━━━━━━━━━━━━───  5.00/s  0:02 left"
        )
        #expect(bar.line(80, after: 1).text(width: 80) == "train  80/100  ━━━━━━━━━━━━━━━━━━━━━━━━──────")
    }

    @Test("of a total that nobody knows there are the count and the rate, as far as they fit")
    func unknownTotal() {
        let line = ProgressBar("predict", total: nil, unit: "files").line(12_345, after: 10)
        #expect(line.text(width: 80) == "predict 12,345  1,235 files/s")
        #expect(line.text(width: 28) == "predict 12,345")
        #expect(line.text(width: 5) == "predi")
    }

    private static let line = ProgressLine(
        label: "epoch  3/10", fraction: 0.25, details: ["cost 0.3512", "accuracy 0.874", "validation 0.3312, 0.881"],
        rate: "54,210 examples/s", left: "0:12 left")

    @Test(
        "a line keeps what matters most in the width that there is",
        arguments: [
            (
                140,
                "epoch  3/10  ━━━━━━━╾──────────────────────  cost 0.3512  accuracy 0.874  validation 0.3312, 0.881  "
                    + "54,210 examples/s  0:12 left"
            ),
            (
                119,
                "epoch  3/10  ━━━━━────────────────  cost 0.3512  accuracy 0.874  validation 0.3312, 0.881  "
                    + "54,210 examples/s  0:12 left"
            ),
            (
                100,
                "epoch  3/10  ━━━━━────────────────  cost 0.3512  accuracy 0.874  validation 0.3312, 0.881  0:12 left"
            ),
            (79, "epoch  3/10  ━━━━━━╾───────────────────  cost 0.3512  accuracy 0.874  0:12 left"),
            (50, "epoch  3/10  ━━━──────────  cost 0.3512  0:12 left"), (39, "epoch  3/10 ━──── cost 0.3512 0:12 left"),
            (35, "epoch  3/10 cost 0.3512 0:12 left"), (20, "epoch  3/10 cost 0.3"), (0, ""), (-1, ""),
        ])
    func widths(width: Int, text: String) {
        let found = Self.line.text(width: width)
        #expect(found == text)
        #expect(found.columns <= max(0, width))
    }

    @Test("colours change nothing but colours", arguments: 1...150)
    func colours(width: Int) {
        let coloured = Self.line.text(width: width, isColoured: true)
        let plain = coloured.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
        #expect(plain == Self.line.text(width: width))
    }
}
