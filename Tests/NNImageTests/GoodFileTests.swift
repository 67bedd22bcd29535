import NNFile
import NNImage
import Testing

@Suite("Files that hold a picture")
struct GoodFileTests {
    @Test("decode to the size and format that they declare, upright", arguments: ImageTable.shared.good)
    func sizeAndFormat(_ good: GoodFile) throws {
        let image = try Image(decoding: FileBytes(path: good.path))
        #expect(image.size == imageSize(good.size))
        #expect("\(image.format)" == good.format)
        #expect(image.pixels.count == image.size.height * image.size.width * image.channels)
    }

    @Test(
        "give Pillow's samples at their own size and others: the same ones, or within 1 where it passes along the columns first",
        arguments: ImageTable.shared.good)
    func samples(_ good: GoodFile) throws {
        let image = try Image(decoding: FileBytes(path: good.path))
        for result in good.results {
            let color: ColorModel = result.color == "grey" ? .grey : .rgb
            let size = result.size.map(imageSize) ?? image.size
            let prepared = image.prepared(size, color: color, fit: resizeFit(result.fit))
            #expect(prepared.size == size)
            let difference = try #require(prepared.pixels.largestDifference(to: result.pixels))
            #expect(difference <= (result.exact ? 0 : 1), "\(result.color) \(size) \(result.fit)")
        }
    }
}
