using Budstikke.Storage;
using Budstikke.Trail;
using Budstikke.Users;
using Budstikke.WebConsole;

namespace Budstikke.Commands;

/// <summary>The way from the demonstration into its console: a link that signs in once, for ten minutes, in the
/// demonstration's own store and on loopback alone.</summary>
internal static class DemoConsole
{
    private const string Name = "demo";
    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(10);

    /// <summary>Whatever the settings say of a console: any free port of this machine.</summary>
    public static readonly IReadOnlyDictionary<string, string?> Settings = new Dictionary<string, string?>
    {
        ["Console:Enabled"] = "true",
        ["Console:Urls"] = "http://127.0.0.1:0",
        ["Console:PublicUrl"] = "",
    };

    public static async Task<Uri> LinkOf(IServiceProvider services, string clientId)
    {
        var acting = new Acting(
            services.GetRequiredService<Database>(),
            services.GetRequiredService<Secrets>(),
            services.GetRequiredService<TimeProvider>(),
            Actor.AtTerminal
        );
        var (invited, refusal) = await new UserStore(acting).Add(new(Name, Role.Admin, clientId));
        if (invited is null)
            throw new InvalidOperationException(refusal);
        var link = await acting.Database.Write(session =>
            OneTimeLinks.New(session, (invited.UserId, clientId), OneTimeLinks.Demonstration, acting.Now, s_life)
        );
        return new(services.GetRequiredService<ConsoleServer>().Address, $"/welcome/{link.Key}");
    }
}
