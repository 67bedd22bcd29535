/// Decodes a portable bitmap, greymap, pixmap or arbitrary map; of several in a file, the first.
///
/// A sample becomes value ÷ maximum · 255, rounded: of 16 bits value ÷ 257. Beyond the maximum it is damage.
func decodePNM(
    _ bytes: UnsafeRawBufferPointer, _ options: DecodingOptions, _ share: MemoryShare
) throws(ImageError.Problem) -> Image {
    let header = try PNMHeader(bytes)
    let size = try options.limits.size(.pnm, height: header.height, width: header.width)
    share.take(size)
    let count = size.height * size.width * header.format.channels
    switch header.storage {
    case .text, .bitText:
        return try header.image(size, ofText: bytes, count: count, options)
    case .bits:
        let rowBytes = (size.width + 7) / 8
        return try withPixelBytes(bytes, from: header.samplesStart, count: rowBytes * size.height, .pnm, options) {
            header.image(size, ofBits: $0, rowBytes: rowBytes)
        }
    case .binary:
        let sampleBytes = header.maximum > 255 ? 2 : 1
        return try withPixelBytes(bytes, from: header.samplesStart, count: count * sampleBytes, .pnm, options) {
            stored throws(ImageError.Problem) in
            try header.image(size, of: stored, count: count, sampleBytes: sampleBytes, options)
        }
    }
}

extension PNMHeader {
    /// What each value becomes. In Pillow's order of arithmetic, so that what falls halfway goes the same way.
    private var table: [UInt8] {
        (0...maximum).map {
            UInt8((Double($0) / Double(maximum) * 255).rounded(.toNearestOrEven))
        }
    }

    fileprivate func image(
        _ size: ImageSize, ofText bytes: UnsafeRawBufferPointer, count: Int, _ options: DecodingOptions
    ) throws(ImageError.Problem) -> Image {
        let isBit = storage == .bitText
        let table = isBit ? [255, 0] : table
        // Each sample takes a byte at least, and one between two: this keeps a short file from taking much memory.
        let needed = isBit ? count : 2 * count - 1
        guard options.isLenient || bytes.count - samplesStart >= needed else {
            throw .truncated(.pnm, length: bytes.count, message: "expected \(count) samples")
        }
        var text = PNMText(bytes, from: samplesStart)
        var pixels = [UInt8](repeating: 0, count: count)
        do throws(ImageError.Problem) {
            for index in 0..<count {
                guard let value = try text.sample(isBit: isBit) else {
                    throw .truncated(.pnm, length: bytes.count, message: "expected \(count) samples, found \(index)")
                }
                let sample = try checked(value)
                pixels[index] = table[sample]
            }
        } catch {
            guard options.isLenient else { throw error }
        }
        return Image(size: size, format: format, pixels: pixels)
    }

    fileprivate func image(_ size: ImageSize, ofBits stored: UnsafeRawBufferPointer, rowBytes: Int) -> Image {
        Image(size: size, format: format) { output, _ in
            for row in 0..<size.height {
                for column in 0..<size.width {
                    let bit = stored[row * rowBytes + column / 8] >> UInt8(7 - column % 8) & 1
                    output[row * size.width + column] = bit == 1 ? 0 : 255
                }
            }
        }
    }

    fileprivate func image(
        _ size: ImageSize, of stored: UnsafeRawBufferPointer, count: Int, sampleBytes: Int,
        _ options: DecodingOptions
    ) throws(ImageError.Problem) -> Image {
        if maximum == 255 { return Image(size: size, format: format, pixels: Array(stored)) }
        let table = table
        var most = 0
        let image = Image(size: size, format: format) { output, _ in
            for index in 0..<count {
                let value =
                    sampleBytes == 1
                    ? Int(stored[index]) : Int(stored[2 * index]) << 8 | Int(stored[2 * index + 1])
                most = max(most, value)
                output[index] = table[min(value, maximum)]
            }
        }
        if !options.isLenient { _ = try checked(most) }
        return image
    }

    private func checked(_ value: Int) throws(ImageError.Problem) -> Int {
        guard value <= maximum else {
            throw .damaged(.pnm, message: "expected samples of at most \(maximum), found \(value)")
        }
        return value
    }
}
