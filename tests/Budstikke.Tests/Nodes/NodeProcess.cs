using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Budstikke.Tests.Nodes;

/// <summary>What a client is shown once.</summary>
internal sealed record ClientTokens(string ClientId, string Token, string CallbackSecret);

/// <summary>The program as it is run, in a process of its own that can be killed.</summary>
internal sealed class NodeProcess : IDisposable
{
    private static readonly TimeSpan s_longestStart = TimeSpan.FromSeconds(60);
    private const int MaxComplaints = 2000;
    private const int LinesOfTrace = 12;
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly ConcurrentQueue<string> _complaints;
    private bool _isGone;

    private NodeProcess(Process process, Uri address, ConcurrentQueue<string> complaints)
    {
        (_process, Address, _complaints) = (process, address, complaints);
        _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
    }

    public Uri Address { get; }

    /// <summary>What its log says of a trace: an answer names one where it was our fault. Empty when it was another
    /// node.</summary>
    public IReadOnlyList<string> LogOf(string trace) =>
        [.. _complaints.SkipWhile(line => !line.Contains(trace, StringComparison.Ordinal)).Take(LinesOfTrace)];

    /// <summary>All that its log says beside plain information.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Waits for a line that has <paramref name="text"/>.</summary>
    public async Task<string> Complaint(string text)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (_complaints.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
                return found;
            waited.Elapsed.ShouldBeLessThan(s_longestStart, $"{text} is not in: {string.Join('\n', _complaints)}");
            await pace.WaitForNextTickAsync();
        }
    }

    /// <summary>Serves when this returns.</summary>
    public static Task<NodeProcess> Serve(Dictionary<string, string?> settings, int leaseSeconds = 3) =>
        Serve(
            typeof(Program).Assembly,
            new(settings)
            {
                ["URLS"] = "http://127.0.0.1:0",
                ["Connect:RateLimitPerMinute"] = "0",
                ["Node:LeaseSeconds"] = $"{leaseSeconds}",
            },
            "serve"
        );

    /// <summary>A program that says what address it listens on.</summary>
    public static async Task<NodeProcess> Serve(
        Assembly program,
        Dictionary<string, string?> settings,
        params string[] arguments
    )
    {
        var process = Begin(program, settings, arguments);
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var complaints = new ConcurrentQueue<string>();
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains(" info: ", StringComparison.Ordinal) == false)
            {
                complaints.Enqueue(line.Data);
                if (complaints.Count > MaxComplaints)
                    complaints.TryDequeue(out string? _);
            }
            if (line.Data?.Split("Listening on ") is [_, var url, ..])
                address.TrySetResult(new(url.Split('"')[0]));
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new(process, await address.Task.WaitAsync(s_longestStart), complaints);
        }
        catch
        {
            End(process);
            throw;
        }
    }

    /// <summary>A sandbox client's token.</summary>
    public static async Task<string> AddTestClient(Dictionary<string, string?> settings) =>
        (await AddClient(settings, "test")).Token;

    /// <param name="settings">Of the store that it is added to.</param>
    /// <param name="mode"><c>live</c> or <c>test</c>.</param>
    public static async Task<ClientTokens> AddClient(Dictionary<string, string?> settings, string mode)
    {
        using var process = Begin(
            settings,
            ["client", "add", "--name", "Frisør AS", "--organization-number", "988077917", "--account", "86011117947"],
            ["--email", "post@frisor.example", "--street", "Luramyrveien 65", "--zip", "4313", "--city", "Sandnes"],
            ["--mode", mode, "--vat-registered", "true", "--limited-company", "true", "--zero-rate", "Z", "--json"]
        );
        var error = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync().WaitAsync(s_longestStart);
        said.ShouldNotBeEmpty(await error);
        return JsonSerializer.Deserialize<ClientTokens>(said, JsonSerializerOptions.Web)!;
    }

    /// <summary>For a program that ends by itself: its exit code and what it complained of.</summary>
    public static Task<(int Code, string Error)> RunToEnd(
        Dictionary<string, string?> settings,
        params string[] arguments
    ) => RunToEnd(s_longestStart, settings, arguments);

    /// <param name="longest">How long it may take.</param>
    public static async Task<(int Code, string Error)> RunToEnd(
        TimeSpan longest,
        Dictionary<string, string?> settings,
        params string[] arguments
    )
    {
        using var process = Begin(settings, arguments);
        try
        {
            var error = process.StandardError.ReadToEndAsync();
            await process.StandardOutput.ReadToEndAsync().WaitAsync(longest);
            await process.WaitForExitAsync().WaitAsync(longest);
            return (process.ExitCode, await error);
        }
        finally
        {
            End(process);
        }
    }

    /// <summary>The order's id; null when the node or its database is not there, or went while it answered.</summary>
    public async Task<string?> Send(string token, string key, string order)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/connect/orders/invoice/create")
            {
                Content = new StringContent(order, Encoding.UTF8, "application/json"),
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            };
            request.Headers.Add("Idempotency-Key", key);
            using var answer = await _http.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode is HttpStatusCode.InternalServerError or HttpStatusCode.ServiceUnavailable)
            {
                body.ShouldContain("PleaseTryAgain");
                return null;
            }
            answer.StatusCode.ShouldBe(HttpStatusCode.Created, body);
            return JsonSerializer.Deserialize<JsonElement>(body).GetProperty("data").GetProperty("uuid").GetString();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>What its <c>/health/ready</c> says against it; null when it is ready.</summary>
    public async Task<string?> WhyNotReady()
    {
        using var answer = await _http.GetAsync("/health/ready");
        return JsonSerializer
            .Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync())
            .GetProperty("reason")
            .GetString();
    }

    public bool IsRunning => !_process.HasExited;

    /// <summary>What it has of it now.</summary>
    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The most memory that it has had so far.</summary>
    public long PeakMemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>What it has used of the cores so far: it says more than the clock where others use them too.</summary>
    public TimeSpan CoreTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>As <c>kill -STOP</c>: it stands still with all that it holds, and notices nothing.</summary>
    public Task Freeze() => Signal("STOP");

    /// <summary>As <c>kill -CONT</c>.</summary>
    public Task Wake() => Signal("CONT");

    /// <summary>As <c>kill</c>; the code that it exits with.</summary>
    public async Task<int> Terminate()
    {
        await Signal("TERM");
        await _process.WaitForExitAsync().WaitAsync(s_longestStart);
        return _process.ExitCode;
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (_isGone)
            return;
        _isGone = true;
        End(_process);
        _http.Dispose();
    }

    private async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private static void End(Process process)
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static Process Begin(Dictionary<string, string?> settings, params string[][] arguments) =>
        Begin(settings, arguments.SelectMany(some => some).ToArray());

    private static Process Begin(Dictionary<string, string?> settings, params string[] arguments) =>
        Begin(typeof(Program).Assembly, settings, arguments);

    private static Process Begin(Assembly program, Dictionary<string, string?> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [program.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return Process.Start(start)!;
    }
}
