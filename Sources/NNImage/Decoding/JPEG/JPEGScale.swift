/// The part of its size that a JPEG file is decoded to: the transform of a block of 8 × 8 samples can give 4 × 4, 2 × 2
/// or 1 instead, which are means of what it would give (libjpeg.txt, "scale_num"), for much less work.
struct JPEGScale {
    /// 1, 2, 4 or 8.
    let divisor: Int

    /// Below so many pixels there is no time to be won.
    private static let leastPixels = 1 << 16

    /// The most that a preparation bears: the decoded image is at least twice as large each way as what it becomes, so
    /// that resampling still has something to weigh.
    ///
    /// - Parameter size: of the image as it is stored, where `swapsSides` says whether it lies on its side.
    init(of size: ImageSize, swapsSides: Bool, for preparation: ImagePreparation?) {
        guard let preparation, preparation.jpegDecoding == .scaled, preparation.filter.hasSoftEdges,
            size.height * size.width >= Self.leastPixels
        else {
            divisor = 1
            return
        }
        let upright = swapsSides ? size.transposed : size
        let result =
            switch preparation.fit {
            case .fit: ResizeBox(all: upright).fitted(in: preparation.size)
            case .stretch, .crop: preparation.size
            }
        divisor =
            [8, 4, 2].first {
                upright.height / 2 >= result.height * $0 && upright.width / 2 >= result.width * $0
            } ?? 1
    }

    /// The size of the decoded image; its last row and column may be picture only in part.
    func scaled(_ size: ImageSize) -> ImageSize {
        ImageSize(height: (size.height + divisor - 1) / divisor, width: (size.width + divisor - 1) / divisor)
    }

    /// The part of the decoded image that is picture.
    func content(_ size: ImageSize) -> ResizeBox {
        ResizeBox(
            rows: 0..<Float(size.height) / Float(divisor), columns: 0..<Float(size.width) / Float(divisor))
    }
}

extension ResizeFilter {
    /// Whether weights fall off towards the edge of a window, so that it matters little between which pixels that is.
    fileprivate var hasSoftEdges: Bool {
        switch self {
        case .nearest, .area: false
        case .bilinear, .bicubic, .lanczos: true
        }
    }
}
