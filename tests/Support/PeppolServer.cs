using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Budstikke.Support;

/// <summary>The process that keeps the official rules warm, for as long as the test process lives.</summary>
internal static class PeppolServer
{
    private const int PortAttempts = 3;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    // A group of its own (set -m) that is ended when the test process closes the pipe, as its death does too;
    // `timeout` is the last resort.
    private const string Script = """
        set -m
        timeout 30m "$0" --serve "$1" </dev/null &
        read -r _
        kill -TERM -- -$! 2>/dev/null
        """;

    /// <summary>Starts it and gives the address to post documents to.</summary>
    public static async Task<Uri> Start()
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            if (await TryStart(port) is not { } failure)
                return new($"http://127.0.0.1:{port}/validate");
            if (attempt == PortAttempts)
                throw new InvalidOperationException($"The Peppol rules do not start: {failure}");
        }
    }

    private static async Task<string?> TryStart(int port)
    {
        var process = Process.Start(
            new ProcessStartInfo("bash", ["-c", Script, PeppolFolder.PathOf("validate"), port.ToString()])
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
                    return null;
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
