using System.CommandLine;
using System.Text.Json;
using Budstikke.Callbacks;
using Budstikke.Jobs;
using Microsoft.AspNetCore.Connections;
using Spectre.Console;

namespace Budstikke.Commands;

/// <summary><c>callback listen</c>: a client's server for those who write one. It shows each call that comes, and what
/// is wrong with it.</summary>
internal static class ListenCommand
{
    private const string SecretVariable = "BUDSTIKKE_SECRET";
    private const int MaxPort = 65_535;
    private const int Columns = 80;
    private const int Indent = 10;
    private const int MaxShownCharacters = 400;

    /// <summary>The secret has no default value in the library's sense, because the help would show it.</summary>
    private static readonly Option<string?> s_secret = new("--secret")
    {
        Description = $"The client's callback secret; by default {SecretVariable}, which no list of processes shows.",
    };
    private static readonly Option<int> s_port = new("--port")
    {
        Description = "Where to listen on loopback; 0 is any that is free.",
        DefaultValueFactory = _ => 8090,
    };
    private static readonly Option<bool> s_json = new("--json")
    {
        Description = "A line of JSON for each call on stdout; all else goes to stderr.",
    };

    public static Command Of(TimeProvider time)
    {
        var listen = new Command(
            "listen",
            "Takes callbacks on loopback, verifies checksum and signature of each, and says what is wrong with it. "
                + "It answers 200 to what is genuine and 403 to what is not, and ends with Ctrl-C."
        )
        {
            s_secret,
            s_port,
            s_json,
        };
        listen.SetAction((said, cancel) => Run(said, time, cancel));
        return listen;
    }

    private static async Task<int> Run(ParseResult said, TimeProvider time, CancellationToken cancel)
    {
        var secret = said.GetValue(s_secret) ?? Environment.GetEnvironmentVariable(SecretVariable) ?? "";
        var port = said.GetValue(s_port);
        if (secret.Length == 0)
            return StoreWork.Refuse(
                said,
                [$"--secret or {SecretVariable} must be the secret that `client add` or `secret rotate` showed."]
            );
        if (port is < 0 or > MaxPort)
            return StoreWork.Refuse(said, [$"--port must be 0 to {MaxPort}."]);
        try
        {
            return await Listen(said, new(secret, port, said.GetValue(s_json)), time, cancel);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            return StoreWork.Refuse(said, [$"Another program listens on port {port}."]);
        }
    }

    private sealed record Options(string Secret, int Port, bool Json);

    private static async Task<int> Listen(
        ParseResult said,
        Options options,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        var (output, error) = (said.InvocationConfiguration.Output, said.InvocationConfiguration.Error);
        var console = Terminal.On(output);
        console.Profile.Width = Columns;
        var one = new Lock();
        await using var app = await CallbackReceiver.Start(
            options.Port,
            call =>
            {
                var now = time.GetUtcNow();
                var faults = CheckCall.Faults(call, options.Secret, now);
                lock (one)
                {
                    if (options.Json)
                        output.WriteLine(JsonSerializer.Serialize(LineOf(call, faults, now), JsonOptions.Stored));
                    else
                        Show(console, call, faults, now);
                }
                return faults.Count == 0;
            },
            cancel
        );
        lock (one)
            (options.Json ? error : output).WriteLine($"Listening on {app.Urls.Single()}/; Ctrl-C ends it.");
        await app.WaitForShutdownAsync(cancel);
        return 0;
    }

    private static object LineOf(ReceivedCall call, IReadOnlyList<string> faults, DateTimeOffset now) =>
        new
        {
            At = now,
            IsGenuine = faults.Count == 0,
            call.Method,
            call.Target,
            Id = call.Headers.GetValueOrDefault(Signature.IdHeader),
            Body = call.IsPost ? call.Body : null,
            Faults = faults,
        };

    private static void Show(IAnsiConsole console, ReceivedCall call, IReadOnlyList<string> faults, DateTimeOffset now)
    {
        var verdict = faults.Count == 0 ? "[green]genuine[/]    " : "[red]NOT genuine[/]";
        console.Markup($"{now:HH:mm:ss}  {verdict}  ");
        console.WriteLine(Visible.Line(Cut.To(call.Summary, Columns - Indent - 15)));
        Indented(console, $"{call.Method} {call.Target}");
        if (call.Headers.TryGetValue(Signature.IdHeader, out var id))
            Indented(console, id);
        if (call.IsPost)
            Indented(console, call.Body);
        foreach (var fault in faults)
            Indented(console, fault);
    }

    private static void Indented(IAnsiConsole console, string text) =>
        console.Write(new Padder(new Text(Visible.Line(Cut.To(text, MaxShownCharacters))), new(Indent, 0, 0, 0)));
}
