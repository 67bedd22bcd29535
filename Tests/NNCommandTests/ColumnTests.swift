import NNCommand
import Testing

@Suite("Text in columns")
struct ColumnTests {
    @Test(
        "bars grow by eighths of a column",
        arguments: [
            (0, 10, ""), (0.55, 10, "█████▌"), (1, 10, "██████████"), (0.999, 10, "██████████"), (0.01, 10, "▏"),
            (0.5, 1, "▌"), (0.125, 1, "▏"), (0.875, 1, "▉"), (.nan, 10, ""), (-1, 10, ""), (2, 3, "███"), (0.5, 0, ""),
        ])
    func bars(fraction: Double, columns: Int, text: String) {
        #expect(blockBar(fraction, columns: columns) == text)
    }

    @Test(
        "long texts are cut at their end or their start, wide characters never in half",
        arguments: [
            ("photo.jpg", 9, "photo.jpg", "photo.jpg"), ("photo.jpg", 8, "photo.j…", "…oto.jpg"),
            ("写真の名前", 10, "写真の名前", "写真の名前"), ("写真の名前", 9, "写真の名…", "…真の名前"),
            ("写真の名前", 8, "写真の…", "…の名前"), ("", 3, "", ""), ("abc", 1, "…", "…"),
        ])
    func cutting(text: String, limit: Int, start: String, end: String) {
        #expect(text.shortened(to: limit) == start && text.shortenedAtStart(to: limit) == end)
        #expect(start.columns <= limit && end.columns <= limit)
    }

    @Test("spaces fill up to a width on either side")
    func padding() {
        #expect("写".padded(to: 4) == "写  " && "写".padded(to: 4, .right) == "  写" && "abc".padded(to: 2) == "abc")
    }
}
