import NNCommand
import Testing

@Suite("Help")
struct HelpTests {
    @Test("shows examples first, then arguments and options in columns")
    func bake() {
        #expect(
            helpText(for: Bake.self, path: ["bake"]) == """
                Bake loaves.

                Usage: bake RECIPE [OVEN] [options]

                Examples:
                  bake rye wheat -o bread.txt
                  bake rye --heat fan --minutes 40

                Arguments:
                  RECIPE  what to bake
                  OVEN    where; the first that is free

                Options:
                  -o, --output FILE      where the list goes
                      --heat HEAT        how it is baked: low, high or fan (default low)
                  -m, --minutes N        how long (default 30)
                      --salt GRAMS       how much salt a loaf gets (default 1.5)
                      --rises H,H,…      hours of every rise (default 2,1)
                      --seed N           where the randomness of the crust starts (default 0)
                      --check-crumb[=L]  after baking, compare the crumb of every loaf, or of loaf L alone, with
                                         what it should be, a line a loaf, and fail where one is too dense
                  -q, --quiet            say nothing
                  -v, --verbose          say everything
                  -h, --help             show this help
                      --version          show the version

                """)
    }

    @Test("lists the commands of a command")
    func bakery() {
        #expect(
            helpText(for: Bakery.self, path: ["bakery"]) == """
                Everything about bread.

                Usage: bakery COMMAND …

                Commands:
                  bake   Bake loaves.
                  slice  Slice loaves.

                Options:
                  -h, --help     show this help
                      --version  show the version

                """)
    }

    @Test("tells both ways of a command that has commands and arguments")
    func shop() {
        #expect(
            helpText(for: Shop.self, path: ["shop"]).contains(
                """
                Usage: shop LOAF [options]
                       shop COMMAND …

                """))
        #expect(
            helpText(for: Slice.self, path: ["bakery", "slice"]).contains("Usage: bakery slice LOAF … [options]\n"))
    }
}
