/// What is done with an image whose sides aren't in the proportion that is wanted.
public enum ResizeFit: Sendable, Hashable {
    /// It is stretched.
    case stretch
    /// It is made to fit whole, and centred on white, as Pillow's `ImageOps.pad`.
    case fit
    /// It is made to cover all, and what goes beyond is cut off on both sides alike, as Pillow's `ImageOps.fit`.
    case crop
}

/// The part of an image that is resized, in pixels from the top left; edges may fall inside a pixel.
///
/// Float, as in Pillow, so that the weights are the same to the last bit.
struct ResizeBox {
    let rows: Range<Float>
    let columns: Range<Float>

    /// All of an image.
    init(all size: ImageSize) {
        rows = 0..<Float(size.height)
        columns = 0..<Float(size.width)
    }

    /// The largest part of an image, in its middle, that has the proportions of `target`.
    init(of size: ImageSize, proportionedAs target: ImageSize) {
        let (height, width) = (Double(size.height), Double(size.width))
        let wanted = Double(target.width) / Double(target.height)
        var (keptHeight, keptWidth) = (height, width)
        if width / height > wanted {
            keptWidth = wanted * height
        } else if width / height < wanted {
            keptHeight = width / wanted
        }
        let (top, left) = ((height - keptHeight) * 0.5, (width - keptWidth) * 0.5)
        rows = Float(top)..<Float(top + keptHeight)
        columns = Float(left)..<Float(left + keptWidth)
    }
}

extension ImageSize {
    /// The largest size within `target` that has the proportions of this one; no side vanishes.
    func fitted(in target: ImageSize) -> ImageSize {
        let wanted = Double(target.width) / Double(target.height)
        let proportion = Double(width) / Double(height)
        if proportion > wanted {
            let scaled = (Double(height) / Double(width) * Double(target.width)).rounded(.toNearestOrEven)
            return ImageSize(height: max(1, Int(scaled)), width: target.width)
        }
        if proportion < wanted {
            let scaled = (Double(width) / Double(height) * Double(target.height)).rounded(.toNearestOrEven)
            return ImageSize(height: target.height, width: max(1, Int(scaled)))
        }
        return target
    }
}
