import NNImage
import Testing

@Suite("Resizing")
struct ResizingTests {
    @Test("to the same size changes nothing")
    func identity() throws {
        let image = try decoded("resize-noise.png")
        for fit in [ResizeFit.stretch, .fit, .crop] {
            for filter in ResizeFilter.allCases {
                #expect(image.resized(to: image.size, filter: filter, fit: fit) == image)
            }
        }
    }

    @Test("keeps an even colour even, at every ratio", arguments: [1, 2, 3, 7, 50, 333])
    func evenness(side: Int) {
        for value: UInt8 in [0, 1, 127, 254, 255] {
            let source = ImageSize(height: 20, width: 30)
            let image = Image(size: source, format: .grey, pixels: [UInt8](repeating: value, count: 600))
            for filter in ResizeFilter.allCases {
                let resized = image.resized(to: ImageSize(height: side, width: side + 1), filter: filter)
                #expect(resized.pixels.allSatisfy { $0 == value }, "\(filter)")
            }
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

    @Test("of the longest image that is decoded is of every sample", arguments: ResizeFilter.allCases)
    func longest(_ filter: ResizeFilter) {
        let length = 1_000_000
        // Darker to the right by one step every 4,096 columns.
        let ramp = (0..<length).map { UInt8(255 - $0 / 4096) }
        for isWide in [true, false] {
            let size = isWide ? ImageSize(height: 1, width: length) : ImageSize(height: length, width: 1)
            let small = isWide ? ImageSize(height: 1, width: 100) : ImageSize(height: 100, width: 1)
            let resized = Image(size: size, format: .grey, pixels: ramp).resized(to: small, filter: filter)
            let centres = (0..<100).map { ramp[$0 * length / 100 + length / 200] }
            // The ends of the ramp are flatter than its middle.
            #expect(resized.pixels.dropFirst(3).dropLast(3).largestDifference(to: centres[3..<97]) ?? 255 <= 1)
        }
    }
}
