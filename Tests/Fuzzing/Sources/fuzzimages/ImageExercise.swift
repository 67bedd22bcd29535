import NNImage

/// Decodes a file as strictly and as leniently as can be, prepares what comes of it for a network, and traps where the
/// library contradicts itself.
///
/// The lenient reader gets past checksums, and so the fuzzer does without mending them.
func exerciseImage(_ bytes: UnsafeRawBufferPointer) {
    // Throws the dice, so that the same file always comes to the same.
    let dice = bytes.reduce(UInt32(bytes.count)) { ($0 &* 31) &+ UInt32($1) }
    // Few pixels keep it quick; now and then more, for the sake of what depends on size.
    let limits = ImageLimits(pixels: dice % 64 == 1 ? 1 << 20 : 1 << 14)
    let strict = decoded(bytes, DecodingOptions(limits: limits))
    let lenient = decoded(bytes, DecodingOptions(limits: limits, isLenient: true))
    if let strict {
        require(strict == lenient, "a lenient reader finds another picture in a file that is whole")
        require(strict.size.height * strict.size.width <= limits.pixels, "more pixels than are allowed")
        if dice % 32 == 2, strict.format != .cmyk { writeAndRead(strict) }
    }
    prepare(bytes, DecodingOptions(limits: limits, isLenient: true), dice / 64)
}

private func decoded(_ bytes: UnsafeRawBufferPointer, _ options: DecodingOptions) -> Image? {
    do throws(ImageError) {
        return try Image(decoding: bytes, named: "mutant", options: options)
    } catch {
        require(!error.description.utf8.contains { $0 < 0x20 || $0 == 0x7F }, "an error that steers the terminal")
        return nil
    }
}

private func prepare(_ bytes: UnsafeRawBufferPointer, _ options: DecodingOptions, _ dice: UInt32) {
    let size = ImageSize(height: [1, 3, 8, 40][Int(dice % 4)], width: [1, 5, 16, 33][Int(dice / 4 % 4)])
    let filters = ResizeFilter.allCases
    let preparation = ImagePreparation(
        size, color: dice / 16 % 2 == 0 ? .grey : .rgb, filter: filters[Int(dice / 32) % filters.count],
        fit: [.stretch, .fit, .crop][Int(dice / 256 % 3)], jpegDecoding: dice / 1024 % 2 == 0 ? .scaled : .exact)
    guard let image = try? Image(preparing: bytes, named: "mutant", preparation, options: options) else { return }
    require(image.size == size, "prepared to another size")
}

/// What was decoded can be written, and gives the same when it is read again.
private func writeAndRead(_ image: Image) {
    guard let bytes = try? image.pngData(),
        let read = bytes.withUnsafeBytes({ decoded($0, DecodingOptions()) })
    else { fatalError("a picture that can't be written, or read again") }
    require(read == image, "another picture after writing and reading")
}

private func require(_ condition: Bool, _ message: String) {
    if !condition { fatalError(message) }
}
