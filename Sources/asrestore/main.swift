import BackupCommands
import CommandLineInterface
import Glibc

StandardDescriptors.takeClosed()
exit(await RestoreCommand.run(Array(CommandLineWords.given(to: "asrestore").dropFirst())).rawValue)
