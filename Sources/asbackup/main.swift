import BackupCommands
import CommandLineInterface
import Glibc

StandardDescriptors.takeClosed()
exit(await BackupCommand.run(Array(CommandLineWords.given(to: "asbackup").dropFirst())).rawValue)
