using System.CommandLine;
using Budstikke.Commands;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Budstikke.Tests.Clients;

/// <summary>A <c>client</c> command on the store of a running app, which goes on meanwhile.</summary>
internal static class ClientCommands
{
    /// <param name="ask">Who sits at the terminal; nobody by default.</param>
    public static async Task<(int Exit, string Output, string Error)> Run(
        BudstikkeApp app,
        string[] arguments,
        AskPerson? ask = null
    )
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(await StoreFolder.Settings(app.Store, app.Folder))
            .Build();
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = await ClientCommand
            .Of(new(() => settings, app.Clock), ask ?? (_ => null), FirstChannels.FeeWords)
            .Parse(arguments)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (exit, output.ToString(), error.ToString());
    }
}
