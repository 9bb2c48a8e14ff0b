using System.CommandLine;
using System.Text.Json;
using Budstikke.Jobs;
using Budstikke.Storage;

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
        var report = await Terminal.WithStatus<VerifyProgress, VerifyReport>(
            "Reading",
            progress => $"{progress.Check}: {progress.Looked}",
            progress => Audit(app.Services, progress, cancel)
        );
        if (json)
            await output.WriteLineAsync(JsonSerializer.Serialize(report, JsonOptions.Stored));
        else
            VerifyTable.Render(report, Terminal.On(output));
        return report.Findings.Count > 0 ? FoundSomething : 0;
    }

    private static Task<VerifyReport> Audit(
        IServiceProvider services,
        IProgress<VerifyProgress>? progress,
        CancellationToken cancel
    ) =>
        VerifyStore.Run(
            services.GetRequiredService<Database>(),
            services.GetRequiredService<SharedClock>(),
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
}
