import NNImage
import Testing

@Suite("Colour models")
struct ConvertingTests {
    @Test("an opaque image in the colour model that is asked for stays as it is")
    func same() throws {
        let image = try decoded("rgb-8.png")
        #expect(image.converted(to: .rgb) == image)
        let grey = try decoded("grey-8.png")
        #expect(grey.converted(to: .grey) == grey)
    }

    @Test("grey as RGB and back is the same grey, at every value")
    func greyRoundTrip() {
        let ramp = Image(size: ImageSize(height: 1, width: 256), format: .grey, pixels: (0...255).map { UInt8($0) })
        #expect(ramp.converted(to: .rgb).converted(to: .grey) == ramp)
    }

    @Test(
        "alpha over white is the nearest whole number, for every sample and opacity", arguments: [0...127, 128...255])
    func flattening(samples: ClosedRange<Int>) {
        for sample in samples {
            let pixels = (0...255).flatMap { [UInt8(sample), UInt8($0)] }
            let image = Image(size: ImageSize(height: 256, width: 1), format: .greyAlpha, pixels: pixels)
            let exact = (0...255).map { alpha in
                UInt8((Double(sample * alpha + 255 * (255 - alpha)) / 255).rounded())
            }
            #expect(image.converted(to: .grey).pixels == exact)
        }
    }

    @Test("networks of 1 and 3 channels have a colour model, and no others")
    func channels() {
        #expect(ColorModel(channels: 1) == .grey)
        #expect(ColorModel(channels: 3) == .rgb)
        for count in [0, 2, 4, -1] { #expect(ColorModel(channels: count) == nil) }
    }
}
