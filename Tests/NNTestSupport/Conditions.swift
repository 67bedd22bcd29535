// `swift build --static-swift-stdlib` compiles this target too, and finds no Testing.
#if canImport(Testing)
    import Foundation
    import Testing

    extension Trait where Self == ConditionTrait {
        /// Skips where the cats aren't.
        public static var needsCats: Self {
            .enabled(if: TestData.hasCats, "no cats in \(TestData.folder.path): set NN_TEST_DATA")
        }

        /// Skips where a module of Python's can't be imported.
        public static func needsPeer(_ module: String) -> Self {
            .enabled(
                if: Peers.has(module),
                "no \(module) for \(Peers.python): make peers or make interop, or set NN_TEST_PEERS to a Python with it"
            )
        }

        /// Skips in a debug build: arithmetic that takes minutes there.
        public static var needsRelease: Self {
            .enabled(if: isReleaseBuild, "too slow in a debug build")
        }
    }
#endif
