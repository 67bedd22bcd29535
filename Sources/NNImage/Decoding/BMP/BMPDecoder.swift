/// Decodes a bitmap file of Windows or OS/2.
///
/// Pictures stored as JPEG or PNG within a bitmap, of 64 bits a pixel, or compressed as only OS/2 does it, are refused.
func decodeBMP(
    _ bytes: UnsafeRawBufferPointer, _ options: DecodingOptions, _ share: MemoryShare
) throws(ImageError.Problem) -> Image {
    let header = try BMPHeader(bytes)
    let size = try options.limits.size(.bmp, height: header.height, width: header.width)
    share.take(size)
    if case .runs = header.storage {
        let indices = try BMPRuns(bytes, header, size, isLenient: options.isLenient).indices
        return Image(size: size, format: .rgb) { output, _ in
            for (row, start) in header.targetRows(size).enumerated() {
                for column in 0..<size.width {
                    header.write(color: Int(indices[row * size.width + column]), to: output + start + column * 3)
                }
            }
        }
    }
    // Rows begin at multiples of 4 bytes; that the last one is filled up isn't needed.
    let (rowBytes, lastBytes) = ((size.width * header.depth + 31) / 32 * 4, (size.width * header.depth + 7) / 8)
    let needed = rowBytes * (size.height - 1) + lastBytes
    return try withPixelBytes(bytes, from: header.pixelsStart, count: needed, .bmp, options) { stored in
        switch header.storage {
        case .indices, .runs: header.image(size, ofIndices: stored, rowBytes: rowBytes)
        case .fields(let fields): header.image(size, of: fields, stored, rowBytes: rowBytes)
        }
    }
}

extension BMPHeader {
    /// Where in an RGB image each stored row goes.
    fileprivate func targetRows(_ size: ImageSize) -> [Int] {
        (0..<size.height).map { (isTopDown ? $0 : size.height - 1 - $0) * size.width * 3 }
    }

    /// An index that the palette doesn't have is black, as to Pillow.
    fileprivate func write(color: Int, to target: UnsafeMutablePointer<UInt8>) {
        for channel in 0..<3 { target[channel] = color * 3 < palette.count ? palette[color * 3 + channel] : 0 }
    }

    fileprivate func image(_ size: ImageSize, ofIndices stored: UnsafeRawBufferPointer, rowBytes: Int) -> Image {
        let mask = UInt8(truncatingIfNeeded: 1 << depth - 1)
        return Image(size: size, format: .rgb) { output, _ in
            for (row, start) in targetRows(size).enumerated() {
                for column in 0..<size.width {
                    let bit = column * depth
                    let index = stored[row * rowBytes + bit / 8] >> UInt8(8 - depth - bit % 8) & mask
                    write(color: Int(index), to: output + start + column * 3)
                }
            }
        }
    }

    fileprivate func image(
        _ size: ImageSize, of fields: BMPBitFields, _ stored: UnsafeRawBufferPointer, rowBytes: Int
    ) -> Image {
        let (pixelBytes, channels) = (depth / 8, fields.alpha == nil ? 3 : 4)
        return Image(size: size, format: fields.alpha == nil ? .rgb : .rgba) { output, _ in
            for row in 0..<size.height {
                var target = output + (isTopDown ? row : size.height - 1 - row) * size.width * channels
                var source = row * rowBytes
                for _ in 0..<size.width {
                    var pixel: UInt32 = 0
                    for byte in 0..<pixelBytes { pixel |= UInt32(stored[source + byte]) << UInt32(8 * byte) }
                    target[0] = fields.red.sample(pixel)
                    target[1] = fields.green.sample(pixel)
                    target[2] = fields.blue.sample(pixel)
                    if let alpha = fields.alpha { target[3] = alpha.sample(pixel) }
                    source += pixelBytes
                    target += channels
                }
            }
        }
    }
}
