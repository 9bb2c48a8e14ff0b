using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Budstikke.Support;

/// <summary>A program that listens on a port of this machine, for as long as the test process lives.</summary>
internal static class ChildServer
{
    private const int PortAttempts = 3;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    // A group of its own (set -m) that is ended when the test process closes the pipe, as its death does too;
    // `timeout` is the last resort.
    private const string Script = """
        set -m
        timeout 30m "$@" </dev/null &
        read -r _
        kill -TERM -- -$! 2>/dev/null
        """;

    /// <summary>Starts it, and gives the port once it says that it is listening.</summary>
    /// <param name="command">The program and its arguments, for a port.</param>
    public static async Task<int> Start(Func<int, string[]> command)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            if (await TryStart(command(port)) is not { } failure)
                return port;
            if (attempt == PortAttempts)
                throw new InvalidOperationException($"{command(port)[0]} does not start: {failure}");
        }
    }

    private static async Task<string?> TryStart(string[] command)
    {
        var process = Process.Start(
            new ProcessStartInfo("bash", ["-c", Script, "server", .. command])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(StartTimeout);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
                if (line.StartsWith("listening", StringComparison.Ordinal))
                {
                    // What it says later is nobody's, and may not fill the pipe.
                    _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                    return null;
                }
        }
        catch (OperationCanceledException)
        {
            process.StandardInput.Close();
            return $"it did not listen within {StartTimeout}";
        }
        process.StandardInput.Close();
        return await error;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
