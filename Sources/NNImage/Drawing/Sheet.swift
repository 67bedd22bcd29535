/// A sheet of white paper on which pictures and letters are put.
package struct Sheet {
    /// Height and width in pixels.
    package let size: ImageSize
    private var pixels: [UInt8]

    /// An empty sheet.
    package init(_ size: ImageSize) {
        self.size = size
        pixels = [UInt8](repeating: 255, count: size.height * size.width * 3)
    }

    /// What is on the sheet.
    package var image: Image { Image(size: size, format: .rgb, pixels: pixels) }

    /// Puts a picture there; what is beyond the edge is lost.
    package mutating func draw(_ image: Image, top: Int, left: Int) {
        let image = image.converted(to: .rgb)
        let columns = max(0, -left)..<max(max(0, -left), min(image.size.width, size.width - left))
        guard !columns.isEmpty else { return }
        for row in 0..<image.size.height where (0..<size.height).contains(top + row) {
            let source = (row * image.size.width + columns.lowerBound) * 3
            let target = ((top + row) * size.width + left + columns.lowerBound) * 3
            pixels.replaceSubrange(
                target..<target + columns.count * 3, with: image.pixels[source..<source + columns.count * 3])
        }
    }

    /// Writes in `BitmapFont`, each of whose dots is a square of `scale` pixels.
    package mutating func write(_ text: String, top: Int, left: Int, scale: Int = 1, grey: UInt8 = 0) {
        let dot = Image(
            size: ImageSize(height: scale, width: scale), format: .grey,
            pixels: [UInt8](repeating: grey, count: scale * scale))
        for (place, sign) in text.unicodeScalars.enumerated() {
            for (column, bits) in BitmapFont.columns(of: sign).enumerated() {
                for row in 0..<BitmapFont.height where bits >> row & 1 == 1 {
                    draw(dot, top: top + row * scale, left: left + (place * BitmapFont.advance + column) * scale)
                }
            }
        }
    }
}
