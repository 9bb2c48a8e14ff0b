namespace Budstikke.WebConsole.Pages;

internal sealed class HelpModel(Doorkeeper door) : ConsolePage(door)
{
    public static readonly Term Intro = new(
        "Søk med det du har for hånden. Ordrens side svarer på hvor fakturaen er. Saker er det som et "
            + "menneske må se på.",
        "Search by what you have in hand. An order's page says where its invoice is. Cases are what a "
            + "person must look at."
    );
    public static readonly Term Keys = new("Taster", "Keys");
    public static readonly Term Rows = new("neste og forrige rad", "next and previous row");
    public static readonly Term Copy = new("kopier ordrenummeret", "copy the order id");
    public static readonly Term Off = new("Slå av tastene i denne nettleseren", "Switch the keys off in this browser");

    public override string Title => Say(Words.Help);
}
