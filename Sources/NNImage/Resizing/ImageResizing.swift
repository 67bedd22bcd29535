extension Image {
    /// The image as a network takes it: over white, in a colour model, at a size, in this order.
    ///
    /// Training and prediction must both come here, or else they see different pictures.
    public func prepared(
        _ size: ImageSize, color: ColorModel, filter: ResizeFilter = .bilinear, fit: ResizeFit = .stretch
    ) -> Image {
        converted(to: color).resized(to: size, filter: filter, fit: fit)
    }

    /// The image at another size, with the same samples as Pillow's `Image.resize(size, BILINEAR)` gives.
    ///
    /// Since version 13 Pillow passes along the columns first where the height shrinks much more than the width; there
    /// the samples may differ by 1, since each pass rounds.
    ///
    /// - Returns: an image of format `.grey` or `.rgb`: alpha is laid over white and inks become light first.
    public func resized(to size: ImageSize, filter: ResizeFilter = .bilinear, fit: ResizeFit = .stretch) -> Image {
        let opaque = flattened()
        switch fit {
        case .stretch:
            return opaque.resampled(ResizeBox(all: opaque.size), to: size, filter)
        case .crop:
            return opaque.resampled(ResizeBox(of: opaque.size, proportionedAs: size), to: size, filter)
        case .fit:
            let inner = opaque.resampled(ResizeBox(all: opaque.size), to: opaque.size.fitted(in: size), filter)
            return inner.centred(in: size)
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
