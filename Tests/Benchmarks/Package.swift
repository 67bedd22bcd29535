// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that whoever depends on the libraries doesn't build it.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
let model: Target.Dependency = .product(name: "NNModel", package: "nn")

let package = Package(
    name: "nn-benchmarks",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "nn", path: "../..")],
    targets: [
        .executableTarget(name: "nnbench", swiftSettings: strict),
        // Our side of what is timed within a process; the other side is a script of peers/.
        .executableTarget(name: "formatbench", dependencies: [model], swiftSettings: strict),
        .executableTarget(
            name: "sgemmbench", dependencies: [.product(name: "NNNetwork", package: "nn")], swiftSettings: strict),
        .executableTarget(
            name: "inferbench", dependencies: [model, .product(name: "NNNetwork", package: "nn")],
            swiftSettings: strict),
        .executableTarget(name: "firstprediction", dependencies: [model], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
