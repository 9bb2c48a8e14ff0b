using System.CommandLine;
using System.Text.Json;
using Budstikke.Jobs;
using Budstikke.Jobs.Checks;
using Budstikke.Storage;
using Budstikke.Verify;

namespace Budstikke.Commands;

/// <summary><c>verify</c>: audits the store that the settings name, beside a serving node or alone; exits 1 on any
/// finding.</summary>
internal static class VerifyCommand
{
    private const int FoundSomething = 1;
    private static readonly Option<bool> s_json = new("--json") { Description = "Print the report as JSON." };

    public static Command Of(BuildService build, TimeProvider time)
    {
        var command = new Command(
            "verify",
            "Audits the whole store: numbers, sums, documents, and that nothing is lost or stuck. Exits 1 on any "
                + "finding."
        )
        {
            s_json,
        };
        command.SetAction(
            (parsed, cancel) =>
                Run((build, time), ServeCommand.Builder(), parsed.GetValue(s_json), System.Console.Out, cancel)
        );
        return command;
    }

    public static async Task<int> Run(
        (BuildService Build, TimeProvider Time) with,
        WebApplicationBuilder builder,
        bool json,
        TextWriter output,
        CancellationToken cancel = default
    )
    {
        builder.Logging.ClearProviders();
        var report = await Terminal.WithStatus<VerifyProgress, VerifyReport>(
            "Reading",
            progress => $"{progress.Check}: {progress.Looked}",
            progress => Audit(with, builder, progress, cancel)
        );
        if (json)
            await output.WriteLineAsync(JsonSerializer.Serialize(report, JsonOptions.Stored));
        else
            VerifyTable.Render(report, Terminal.On(output));
        return report.Findings.Count > 0 ? FoundSomething : 0;
    }

    /// <summary>The whole service is built, for its rooms bring the checks; nothing of it is started.</summary>
    private static async Task<VerifyReport> Audit(
        (BuildService Build, TimeProvider Time) with,
        WebApplicationBuilder builder,
        IProgress<VerifyProgress>? progress,
        CancellationToken cancel
    )
    {
        var file = await FileCheck.Run(builder.Configuration, progress, cancel);
        try
        {
            await using var app = await with.Build(builder, use: StoreUse.Read);
            var report = await OpenStore.Named(
                app.Services.GetRequiredService<Database>(),
                () => VerifyStore.Run(app.Services, progress, cancel)
            );
            return file is null ? report : report.After(file);
        }
        catch (StorageRefusedException refused) when (file?.Findings.Count > 0)
        {
            file.Find("The store", $"It cannot be opened: {refused.Message}");
            return VerifyReport.Of(with.Time.GetUtcNow(), file);
        }
    }
}
