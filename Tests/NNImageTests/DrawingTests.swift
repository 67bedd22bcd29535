import NNImage
import Testing

@Suite("Drawing")
struct DrawingTests {
    /// What is on a sheet, a `#` for each dot that isn't white.
    private func picture(of sheet: Sheet) -> [String] {
        (0..<sheet.size.height).map { row in
            String(
                (0..<sheet.size.width).map { sheet.image.pixels[(row * sheet.size.width + $0) * 3] < 255 ? "#" : "." })
        }
    }

    @Test("letters look like themselves")
    func letters() {
        var sheet = Sheet(ImageSize(height: 9, width: 19))
        sheet.write("Ag…", top: 1, left: 1)
        #expect(
            picture(of: sheet) == [
                "...................",
                "..###..............",
                ".#...#..####.......",
                ".#...#.#...#.......",
                ".#...#.#...#.......",
                ".#####..####.......",
                ".#...#.....#.......",
                ".#...#..###..#.#.#.",
                "...................",
            ])
    }

    @Test("every sign of ASCII has its own shape, within five by seven dots")
    func font() {
        let signs = (0x20...0x7E).compactMap { Unicode.Scalar($0) }
        let shapes = signs.map(BitmapFont.columns)
        #expect(Set(shapes).count == 95 && shapes.allSatisfy { $0.count == 5 && $0.allSatisfy { $0 < 0x80 } })
        for sign in ["é", "猫", "\u{1}", "\u{7F}"] as [Unicode.Scalar] {
            #expect(BitmapFont.columns(of: sign) == [0x7F, 0x41, 0x41, 0x41, 0x7F])
        }
    }

    @Test(
        "text is cut where there is no room for it",
        arguments: [(29, "hello"), (28, "hel…"), (11, "h…"), (5, "…"), (4, "")])
    func fitting(_ width: Int, _ expected: String) {
        #expect(BitmapFont.fitted("hello", width: width) == expected)
    }

    @Test("what is beyond the edge of a sheet is lost")
    func edges() {
        let dot = Image(size: ImageSize(height: 2, width: 3), format: .grey, pixels: [0, 1, 2, 3, 4, 5])
        for (top, left, expected) in [
            (-1, -1, ["##..", "....", "...."]), (2, 2, ["....", "....", "..##"]), (0, 1, [".###", ".###", "...."]),
            (3, 0, ["....", "....", "...."]), (0, 4, ["....", "....", "...."]), (-2, -3, ["....", "....", "...."]),
        ] {
            var sheet = Sheet(ImageSize(height: 3, width: 4))
            sheet.draw(dot, top: top, left: left)
            #expect(picture(of: sheet) == expected)
        }
    }
}
