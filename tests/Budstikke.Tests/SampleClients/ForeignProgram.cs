using System.Diagnostics;

namespace Budstikke.Tests.SampleClients;

/// <summary>A program in a process of its own, run to its end.</summary>
internal sealed record ForeignProgram(string Program, string[] Arguments, Dictionary<string, string?> Settings)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    /// <summary>What it printed, without blanks around it.</summary>
    public async Task<(int Code, string Said, string Complaint)> To(params string[] command)
    {
        var start = new ProcessStartInfo(Program, [.. Arguments, .. command])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Settings)
            start.Environment[name] = value;
        // A build server that outlives the run would keep its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        try
        {
            var complaint = process.StandardError.ReadToEndAsync();
            var said = await process.StandardOutput.ReadToEndAsync().WaitAsync(s_patience);
            await process.WaitForExitAsync().WaitAsync(s_patience);
            return (process.ExitCode, said.Trim(), (await complaint).Trim());
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
