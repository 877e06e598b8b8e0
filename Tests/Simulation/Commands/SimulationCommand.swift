import ArgumentParser

/// Runs the tools in this process against clusters in this process, and lets things go wrong.
@main
struct SimulationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulation",
        abstract: "Runs the tools under random faults and checks what they make of it.",
        subcommands: [ScenariosCommand.self, SoakCommand.self],
        defaultSubcommand: ScenariosCommand.self
    )
}
