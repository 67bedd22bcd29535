import NNImage
import Testing

@Suite("Resizing")
struct ResizingTests {
    @Test("to the same size changes nothing")
    func identity() throws {
        let image = try decoded("resize-noise.png")
        for fit in [ResizeFit.stretch, .fit, .crop] { #expect(image.resized(to: image.size, fit: fit) == image) }
    }

    @Test("keeps an even colour even, at every ratio", arguments: [1, 2, 3, 7, 50, 333])
    func evenness(side: Int) {
        for value: UInt8 in [0, 1, 127, 254, 255] {
            let source = ImageSize(height: 20, width: 30)
            let image = Image(size: source, format: .grey, pixels: [UInt8](repeating: value, count: 600))
            let resized = image.resized(to: ImageSize(height: side, width: side + 1))
            #expect(resized.pixels.allSatisfy { $0 == value })
        }
    }

    @Test("an image too long to fit keeps at least one row")
    func thin() {
        let image = Image(
            size: ImageSize(height: 1, width: 1000), format: .grey, pixels: [UInt8](repeating: 0, count: 1000))
        let fitted = image.resized(to: ImageSize(height: 5, width: 5), fit: .fit)
        #expect(fitted.pixels == (0..<25).map { (10..<15).contains($0) ? 0 : 255 })
    }

    @Test("with alpha and inks gives an opaque image")
    func opaque() throws {
        #expect(try decoded("rgba-8.png").resized(to: ImageSize(height: 4, width: 4)).format == .rgb)
        #expect(try decoded("grey-alpha-8.png").resized(to: ImageSize(height: 4, width: 4)).format == .grey)
        #expect(try decoded("jpeg-cmyk.jpg").resized(to: ImageSize(height: 4, width: 4)).format == .rgb)
    }
}
