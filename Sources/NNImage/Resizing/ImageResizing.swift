extension Image {
    /// The image at another size, with the same samples as Pillow's `Image.resize` (`stretch`), `ImageOps.pad` over white
    /// (`fit`) and `ImageOps.fit` (`crop`) give since version 13. Earlier ones round in another order where the height
    /// shrinks much more than the width; there samples differ by 1.
    ///
    /// - Returns: an image of format `.grey` or `.rgb`: alpha is laid over white and inks become light first.
    public func resized(to size: ImageSize, filter: ResizeFilter = .bilinear, fit: ResizeFit = .stretch) -> Image {
        resized(ResizeBox(all: self.size), to: size, filter: filter, fit: fit)
    }

    /// - Parameter content: the part of the image that counts.
    func resized(_ content: ResizeBox, to size: ImageSize, filter: ResizeFilter, fit: ResizeFit) -> Image {
        let opaque = flattened()
        switch fit {
        case .stretch: return opaque.resampled(content, to: size, filter)
        case .crop: return opaque.resampled(content.cropped(as: size), to: size, filter)
        case .fit: return opaque.resampled(content, to: content.fitted(in: size), filter).centred(in: size)
        }
    }

    /// The image on a white sheet of `size`, which is no smaller.
    private func centred(in size: ImageSize) -> Image {
        guard size != self.size else { return self }
        let top = Int((Double(size.height - self.size.height) * 0.5).rounded(.toNearestOrEven))
        let left = Int((Double(size.width - self.size.width) * 0.5).rounded(.toNearestOrEven))
        let rowBytes = self.size.width * channels
        var sheet = [UInt8](repeating: 255, count: size.height * size.width * channels)
        for row in 0..<self.size.height {
            let target = ((top + row) * size.width + left) * channels
            sheet.replaceSubrange(
                target..<target + rowBytes, with: pixels[row * rowBytes..<(row + 1) * rowBytes])
        }
        return Image(size: size, format: format, pixels: sheet)
    }
}
