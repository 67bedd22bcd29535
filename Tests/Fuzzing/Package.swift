// swift-tools-version: 6.2
import PackageDescription

// A package of its own: nobody who depends on the libraries builds it, and it is built with flags of its own.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error), .enableUpcomingFeature("ExistentialAny")]
let model: Target.Dependency = .product(name: "NNModel", package: "nn")

let package = Package(
    name: "nn-fuzzing",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "nn", path: "../..")],
    targets: [
        .systemLibrary(name: "NNCFuzzZlib", pkgConfig: "zlib"),
        .systemLibrary(name: "NNCFuzzer"),
        .target(name: "Mutation", dependencies: ["NNCFuzzZlib", model], swiftSettings: strict),
        .target(name: "Exercise", dependencies: [model], swiftSettings: strict),
        .executableTarget(name: "fuzzreader", dependencies: ["NNCFuzzer", "Exercise"], swiftSettings: strict),
        .executableTarget(
            name: "fuzzmended", dependencies: ["NNCFuzzer", "Exercise", "Mutation"], swiftSettings: strict),
        .executableTarget(
            name: "fuzzimages", dependencies: ["NNCFuzzer", .product(name: "NNImage", package: "nn")],
            swiftSettings: strict),
        .executableTarget(
            name: "fuzzinterchange",
            dependencies: ["NNCFuzzer", "Mutation", model, .product(name: "NNInterchange", package: "nn")],
            swiftSettings: strict),
        .executableTarget(name: "nnmutants", dependencies: ["Mutation", model], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
