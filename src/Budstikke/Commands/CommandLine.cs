using System.CommandLine;
using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Commands;

/// <summary>Builds the service by the settings; the composition root's part, handed in.</summary>
/// <param name="ownReceiver">A callback receiver of our own, which may be called although it is on loopback.</param>
internal delegate Task<WebApplication> BuildService(
    WebApplicationBuilder builder,
    Uri? ownReceiver = null,
    StoreUse use = StoreUse.Make
);

/// <summary>What the program can be told to do.</summary>
internal static class CommandLine
{
    /// <summary>Bad input, or a store that must not be used.</summary>
    public const int Refused = 2;

    private static readonly TimeSpan s_termination = TimeSpan.FromSeconds(JobSettings.MaxShutdownSeconds + 30);

    public static async Task<int> Run(string[] args, BuildService build, FeeWords feeWords, TimeProvider time)
    {
        Terminal.Guard();
        var root = new RootCommand(
            "Budstikke takes orders, makes lawful invoices of them and brings them to the customer."
        )
        {
            DemoCommand.Of(build, time),
            ServeCommand.Of(build),
            ClientCommand.Of(new(Settings, time), Terminal.Ask, feeWords),
            UserCommand.Of(new(Settings, time)),
            CasesCommand.Of(build),
            OutboxCommand.Of(new(Settings, time)),
            BouncesCommand.Of(new(Settings, time)),
            RunCommand.Of(build),
            ClockCommand.Of(new(Settings, time)),
            OrderCommand.Of(build),
            RefundCommand.Of(build),
            CallbackCommand.Of(build, time),
            AuditCommand.Of(new(Settings, time)),
            VerifyCommand.Of(build, time),
            PeppolCommand.Of(Settings, time),
            MailCommand.Of(Settings, time),
            MoveCommand.Of(time),
            SendCommand.Of(time),
            ValidateCommand.Of(Settings, Console.OpenStandardInput),
        };
        try
        {
            return await root.Parse(args)
                .InvokeAsync(
                    new InvocationConfiguration
                    {
                        EnableDefaultExceptionHandler = false,
                        // The library's 2 s would end a node in the middle of what Node__ShutdownSeconds lets it
                        // finish.
                        ProcessTerminationTimeout = s_termination,
                    }
                );
        }
        catch (StartRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return Refused;
        }
        catch (Exception error) when (error is InvalidDataException or UnauthorizedAccessException)
        {
            // The file with the settings is read before anything else: it is no JSON, or another user's.
            await Console.Error.WriteLineAsync(
                string.Join(' ', new[] { error.Message, error.InnerException?.Message }.OfType<string>())
                    .ReplaceLineEndings(" ")
            );
            return Refused;
        }
    }

    /// <summary>The settings of a command that does not serve: files and environment, no command line of its
    /// own.</summary>
    public static IConfiguration Settings() =>
        new ConfigurationBuilder()
            .SetBasePath(Directory.GetCurrentDirectory())
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .Build();
}
