/// The largest sizes that this library takes on.
public enum Limits {
    /// Weights and biases of one network: 4 GiB of float32.
    public static let parameters = 1 << 30
    /// Differences of a gradient check in one layer, in units of one multiplication; see `GradientCheck`. A few seconds,
    /// and enough for all 86,016 weights of the seed's first layer with all of its 209 examples.
    public static let gradientCheckWork = 1_000_000_000
}
