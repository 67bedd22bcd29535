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
        "give Pillow's samples at their own size and others, by every filter and fit", arguments: ImageTable.shared.good
    )
    func samples(_ good: GoodFile) throws {
        let file = try FileBytes(path: good.path)
        for result in good.results {
            let preparation = ImagePreparation(
                imageSize(result.size ?? good.size), color: result.color == "grey" ? .grey : .rgb,
                filter: try #require(ResizeFilter(rawValue: result.filter)),
                fit: try #require(ResizeFit(rawValue: result.fit)),
                jpegDecoding: result.scaled ? .scaled : .exact)
            let prepared = try Image(preparing: file, preparation)
            #expect(prepared.size == preparation.size)
            // Within 1 is what is promised; that the arithmetic is the same shows in more.
            let difference = try #require(prepared.pixels.largestDifference(to: result.pixels))
            #expect(difference == 0, "\(preparation)")
        }
    }

    @Test("give the same to a lenient reader", arguments: ImageTable.shared.good)
    func lenient(_ good: GoodFile) throws {
        let file = try FileBytes(path: good.path)
        #expect(try Image(decoding: file, options: DecodingOptions(isLenient: true)) == Image(decoding: file))
    }

    @Test("are prepared from the decoded image as from the file")
    func preparedImage() throws {
        for name in ["rgba-16.png", "jpeg-ycck.jpg", "runs-4.bmp", "orientation-6.webp"] {
            let preparation = ImagePreparation(
                ImageSize(height: 8, width: 5), color: .grey, filter: .bicubic, fit: .crop)
            let image = try decoded(name).prepared(
                preparation.size, color: preparation.color, filter: preparation.filter, fit: preparation.fit)
            let file = try FileBytes(path: "\(ImageTable.folder)/good/\(name)")
            #expect(try Image(preparing: file, preparation) == image)
        }
    }
}
