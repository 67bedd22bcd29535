/// What is done with an image whose sides aren't in the proportion that is wanted.
public enum ResizeFit: String, Sendable, CaseIterable {
    /// It is stretched.
    case stretch
    /// It is made to fit whole, and centred on white, as Pillow's `ImageOps.pad`.
    case fit
    /// It is made to cover all, and what goes beyond is cut off on both sides alike, as Pillow's `ImageOps.fit`.
    case crop
}
