/// How much a file may ask for, and how much of it may be damaged.
public struct DecodingOptions: Sendable, Hashable {
    /// The most that a file may declare.
    public var limits: ImageLimits
    /// Whether what can be read of a damaged file is taken for the picture.
    ///
    /// A file that ends early or fails a check then gives a picture all the same, if its header is whole: what is
    /// missing is as the decoder leaves it (grey or a smear in JPEG, else black, or white where there is opacity), and
    /// checksums count for nothing.
    public var isLenient: Bool
    /// What all pictures that are decoded with these options at the same time may take together; nil for no bound.
    ///
    /// A picture counts until it has been prepared, or decoded where that is all.
    public var memory: ImageMemory?

    /// Options as given; damage is an error unless told.
    public init(limits: ImageLimits = ImageLimits(), isLenient: Bool = false, memory: ImageMemory? = nil) {
        self.limits = limits
        self.isLenient = isLenient
        self.memory = memory
    }
}
