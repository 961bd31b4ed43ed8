"""The words that tell a question's topic, in English and Spanish, without accents.

A phrase of several words weighs more than a word; a word after `~` is only a hint. A word that
ends in `*` stands for every word that begins so.
"""

from __future__ import annotations

TOPIC_WORDS: dict[str, str] = {
    "network": """
        outage*, no service, no signal, signal, tower*, ~bars, no bars, coverage, dropped calls,
        dropped call, dropping calls, drops calls, calls drop, calls dropping, call drops, calls
        keep, slow data, slow internet, ~slow, congestion, ~5g, lte, ~area, network, down in,
        service down, ~neighborhood, dead zone, fiber cut, site down, sites down, cells down,
        crawling, ~data, cell site*, ~everyone, interference, texts, not going out, sin servicio,
        sin senal, senal, no hay red, sin red, ~red, falla en, falla, caida, cobertura, antena*,
        torre*, se caen, se cae, se corta*, llamadas caidas, internet lento, lentisimo, lento,
        ~lenta, ~zona, apagon, intermit*, hotspot drops, keeps dropping, drops when, drops while,
        drops out, loses connection""",
    "device": """
        iphone*, samsung, galaxy, pixel, motorola, android, ~phone, ~phones, handset*, screen,
        battery, ~tablet, watch*, broken, cracked, overheat*, won t turn on, not turn on, froze,
        frozen, unlock*, warranty, insurance, trade in, ~hotspot, charger, compatible, compatib*,
        voicemail, bluetooth, headphones, water damage, lost phone, stolen, byod, sos only,
        update, ~telefono, celular, ~equipo, pantalla, bateria, no enciende, no prende, no carga,
        calienta, desbloquear, desbloqueo, garantia, seguro, danad*, roto, rota, reloj, tableta,
        robado, audifon*""",
    "activation": """
        activat*, activation, esim*, sim swap, ~sim, sim card, provision*, qr code, new sim, line
        swap, iccid, imei, not registered, goes live, activar, activa, activacion, activarse,
        esim, chip, ~sim nueva, codigo qr, no registrado, dar de alta, ~alta""",
    "porting": """
        port, ports, ported, porting, port in*, port out*, transfer pin, number transfer, transfer
        number, move his number, move her number, move their number, keep his number, keep her
        number, keep their number, bring his number, bring her number, bring their number, old
        carrier, other carrier, losing carrier, ~carrier, resubmit, portar, porta, portabilidad,
        portacion, traer su numero, conservar su numero, cambiar de compania, nip de portabilidad,
        otra compania""",
    "billing": """
        bill, bills, billed, billing, invoice*, charge, charges, charged, fee, late fee,
        autopay, auto pay, payment*, paid, refund*, balance, past due, due date, statement, double
        charged, taxes, prorat*, credit, overcharged, pay, factura*, cobr*, cargo, cargos,
        recibo*, pago, pagos, pagar, saldo, reembolso, mora, credito, adeudo, vencimiento,
        impuesto*, deposito, gift card, tarjeta de regalo""",
    "plans": """
        plan, plans, unlimited, family plan, ~promo*, promo, promotion*, discount*, ~line, ~lines,
        deal, ~hotspot, add a line, fifth line, cheapest, upgrade, downgrade, essentials,
        difference between, loyalty, perk*, ~gb, planes, paquete*, ilimitad*, promocion*,
        descuento*, ~linea, ~lineas, gigas, cambiar de plan, mas barato, oferta*, ~megas""",
    "roaming": """
        roaming, roam, abroad, international, travel*, day pass, overseas, cruise*, mexico,
        canada, europe, london, cancun, ~trip, ~landing, passport, foreign, viaj*, viaje,
        extranjero, internacional, europa, espana, crucero, londres, itinerancia, pase""",
    "store": """
        store, stores, in stock, pick up, pickup, ~location, shop, appointment*, ~open, ~opens,
        opening hours, store hours, kiosk, ~order, dealer, mall, tienda*, sucursal*, inventario,
        cita, ~abre, ~cierra, recoger, kiosco, a que hora, ~pedido""",
    "account": """
        account, log in, login, logged, locked out, password, verify, verification, ownership,
        authorized user, change the name, name change, owner, ~app, hacked, fraud*, security
        question*, ~pin, address change, change the billing address, address, identity,
        suspicious, username, account pin, profile, cuenta, contrasena, titular, verificacion,
        verificar, identidad, autorizad*, usuari*, hackea*, fraude, domicilio, iniciar sesion,
        clave, cambio de nombre, perfil""",
    "other": """
        headset, training, schedule, shift, huddle*, lunch, manual, diadema, capacitacion,
        horario, turno, junta""",
}

ASKING = """
    may i, can i, could i, should i, can we, could we, should we, may we, do we allow, ok to, okay
    to, ok if, am i allowed, are we allowed, allowed to, alright to, ok with, approve, puedo,
    podemos, se puede, debo, procede, proceden, me autoriza*, autorizan, podria, podriamos, esta
    bien"""
"""How a rep asks for a decision …"""

GIVING = """
    credit*, waive*, refund*, comp, courtesy, goodwill, adjust*, reverse*, free month, discount*,
    extend*, take off, off because, compensat*, one time, write off, exception, credito, acredit*,
    condonar*, reembols*, bonific*, descont*, descuento, ajust*, perdonar, devolver, extender,
    compens*, cortesia, excepcion, mes gratis, quitar el cargo, quitarle el cargo"""
"""… and what it is about."""
