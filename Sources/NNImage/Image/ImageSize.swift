/// The size of an image in pixels, height first as in the shapes of the model.
public struct ImageSize: Sendable, Hashable, CustomStringConvertible {
    /// The number of rows.
    public let height: Int
    /// The number of columns.
    public let width: Int

    /// - Precondition: both are at least 1.
    public init(height: Int, width: Int) {
        precondition(height > 0 && width > 0, "an image has at least one pixel")
        self.height = height
        self.width = width
    }

    /// `HEIGHTxWIDTH`, as the tools write it.
    public var description: String { "\(height)x\(width)" }

    /// The size after a quarter turn.
    var transposed: ImageSize { ImageSize(height: width, width: height) }
}
