import NNImage

/// Where pictures and their labels are on a contact sheet, in pixels.
struct SheetLayout {
    /// Between pictures, and around all.
    private static let gap = 8
    /// Between a picture and what is written below it.
    static let textGap = 3
    /// The largest sheet.
    private static let mostPixels = 200_000_000
    /// How high pictures are unless told.
    private static let usual = 64...128

    /// The size of a picture on the sheet.
    let tile: ImageSize
    /// The size of the dots of letters.
    let textScale: Int
    private let own: ImageSize
    private let columns: Int
    private let rows: Int

    init(_ own: ImageSize, count: Int, columns: Int?, tile height: Int?) {
        self.own = own
        let height = height ?? Self.usualHeight(own.height)
        let width = max(1, Int((Double(own.width) * Double(height) / Double(own.height)).rounded()))
        tile = ImageSize(height: height, width: width)
        textScale = max(1, min(tile.width, tile.height) / 96)
        if let columns {
            self.columns = min(columns, count)
        } else {
            // The sheet is to be some 3 to 2.
            let ratio = 1.5 * Double(tile.height + Self.textGap + 7 * textScale + Self.gap) / Double(width + Self.gap)
            self.columns = max(1, min(count, Int((Double(count) * ratio).squareRoot().rounded())))
        }
        rows = (count - 1) / self.columns + 1
    }

    /// A multiple of the height of small pictures, and a whole part of that of large ones.
    private static func usualHeight(_ height: Int) -> Int {
        if height < usual.lowerBound { return height * ((usual.lowerBound - 1) / height + 1) }
        return max(1, height / ((height - 1) / usual.upperBound + 1))
    }

    private var step: (down: Int, right: Int) {
        (tile.height + Self.textGap + BitmapFont.height * textScale + Self.gap, tile.width + Self.gap)
    }

    /// The size of the sheet; nil where that is too large.
    var size: ImageSize? {
        let (height, width) = (
            rows.multipliedReportingOverflow(by: step.down), columns.multipliedReportingOverflow(by: step.right)
        )
        guard !height.overflow, !width.overflow, height.partialValue < 1_000_000, width.partialValue < 1_000_000,
            height.partialValue * width.partialValue <= Self.mostPixels
        else { return nil }
        return ImageSize(height: height.partialValue + Self.gap, width: width.partialValue + Self.gap)
    }

    /// Where a picture begins, by its place from 0.
    func corner(of place: Int) -> (top: Int, left: Int) {
        (Self.gap + place / columns * step.down, Self.gap + place % columns * step.right)
    }

    /// A picture at the size of the tile; dots stay dots where it grows.
    func scaled(_ image: Image) -> Image {
        if tile == own { return image }
        return image.resized(to: tile, filter: tile.height >= own.height ? .nearest : .bilinear)
    }
}
