using System.CommandLine;
using System.Text.Json;
using Budstikke.Jobs;
using Budstikke.Storage;
using Spectre.Console;

namespace Budstikke.Commands.Verify;

/// <summary><c>verify</c>: audits the store that the settings name, beside a serving node or alone; exits 1 on any finding.</summary>
internal static class VerifyCommand
{
    private const int FoundSomething = 1;
    private static readonly Option<bool> s_json = new("--json") { Description = "Print the report as JSON." };

    public static Command Of(BuildService build)
    {
        var command = new Command(
            "verify",
            "Audits the whole store: numbers, sums, documents, and that nothing is lost or stuck. Exits 1 on any finding."
        )
        {
            s_json,
        };
        command.SetAction(
            (parsed, cancel) => Run(build, ServeCommand.Builder(), parsed.GetValue(s_json), System.Console.Out, cancel)
        );
        return command;
    }

    /// <summary>The whole service is built, for its handlers say which kinds of jobs there are; nothing of it is started.</summary>
    public static async Task<int> Run(
        BuildService build,
        WebApplicationBuilder builder,
        bool json,
        TextWriter output,
        CancellationToken cancel = default
    )
    {
        RefuseAbsentStore(builder.Configuration);
        builder.Logging.ClearProviders();
        await using var app = await build(builder);
        var report = await WithProgress(progress => Audit(app.Services, progress, cancel));
        if (json)
            await output.WriteLineAsync(JsonSerializer.Serialize(report, JsonOptions.Stored));
        else
            VerifyTable.Render(report, ConsoleOn(output));
        return report.Findings.Count > 0 ? FoundSomething : 0;
    }

    /// <summary>Colours are for a terminal; a file or a pipe gets the bare text.</summary>
    private static IAnsiConsole ConsoleOn(TextWriter output) =>
        AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(output),
                Ansi = System.Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            }
        );

    private static Task<VerifyReport> Audit(
        IServiceProvider services,
        IProgress<VerifyProgress>? progress,
        CancellationToken cancel
    ) =>
        VerifyStore.Run(
            services.GetRequiredService<Database>(),
            services.GetRequiredService<TimeProvider>(),
            progress,
            new(
                services.GetRequiredService<Secrets>(),
                services
                    .GetServices<IJobHandler>()
                    .Select(handler => handler.Kind.Kind)
                    .ToHashSet(StringComparer.Ordinal)
            ),
            cancel
        );

    /// <summary>Opening would make a new store, and of that nothing bad can be said: a mistyped path must not look like a clean audit.</summary>
    private static void RefuseAbsentStore(IConfiguration settings)
    {
        if (settings[OpenStore.PostgresSetting] is { Length: > 0 })
            return;
        var path = settings[OpenStore.SqliteSetting] is { Length: > 0 } given ? given : OpenStore.DefaultSqlite;
        if (!File.Exists(path))
            throw new StorageRefusedException(
                $"There is no store at {Path.GetFullPath(path)} (Storage__Sqlite): nothing to verify."
            );
    }

    /// <summary>On a terminal, one line on stderr says how far it is; stdout carries the report alone.</summary>
    private static Task<VerifyReport> WithProgress(Func<IProgress<VerifyProgress>?, Task<VerifyReport>> audit)
    {
        if (System.Console.IsErrorRedirected)
            return audit(null);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Error) });
        return console.Status().StartAsync("Reading", context => audit(new Line(context)));
    }

    private sealed class Line(StatusContext context) : IProgress<VerifyProgress>
    {
        public void Report(VerifyProgress value) => context.Status($"{value.Check}: {value.Looked}");
    }
}
